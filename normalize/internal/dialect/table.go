package dialect

import (
	"github.com/rulehound/rulehound/normalize/event"
)

// Table is what names tell of records of a dialect whose data stands in the text of one field,
// so that they can be sorted without reading more values than that takes. Its twin is the
// dialect's sort.
type Table struct {
	Dialect *Dialect // of records that are sorted so
	Columns []Column // by field of the record
	Data    int      // which of them holds the event's data as a text
}

// Column is what a field of a table becomes.
type Column struct {
	Label   *event.Label // in its place
	Says    Says         // when it says something; it is left out otherwise
	Before  []int        // columns that go to the same place: left out where one of them says the same
	Repeats bool         // left out where the data has a field so called that says the same
}

// Says is what a column must not be, to say something.
type Says uint8

// The kinds of columns that say something.
const (
	Always  Says = iota
	NotNull      // unless it is null
	NotVoid      // unless it is empty
	NotBlank
	IsLevel // not blank, and a level of Windows'
)

// In reports whether v says something.
func (s Says) In(v event.Value) bool {
	switch s {
	case NotNull:
		return !v.IsNull()
	case NotVoid:
		return v.Raw() != ""
	case NotBlank:
		return !Blank(v)
	case IsLevel:
		return !Blank(v) && !noLevel(v)
	}
	return true
}

// HasTables reports whether records with the given signs are of tables.
func (ds *Set) HasTables(seen Signs) bool {
	possible := ds.possible.Get(seen, ds.choose)
	return len(possible) > 0 && possible[0].is == nil && possible[0].table != nil
}

// Table returns the table that records with the given signs and labels are of, nil where
// they are of none, or where more values have to be looked at.
func (ds *Set) Table(seen Signs, labels []*event.Label) *Table {
	if len(labels) > maxCompared || !ds.HasTables(seen) {
		return nil
	}
	d := ds.possible.Get(seen, ds.choose)[0]
	t := &Table{Dialect: ds.inObjects.Get(liftedKey{d, "", &ds.sorted}, newSorted), Data: -1}
	if !d.table(t, fieldsOf(labels)) || t.Data < 0 {
		return nil
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		c.Label.Number = -1 // those of the data have some
		for j := range i {
			if b := t.Columns[j].Label; c.Label.Section == event.System && b.Section == event.System && b.Name == c.Label.Name {
				c.Before = append(c.Before, j)
			}
		}
	}
	return t
}

// newSorted makes the dialect of records of the outer one whose fields are in their places.
func newSorted(k liftedKey) (liftedKey, *Dialect) {
	d := *k.inner
	d.name, d.times, d.clocks, d.utc = k.outer.name, k.outer.times, k.outer.clocks, k.outer.utc
	return k, &d
}

// ofTable is the table of a row, as [texts.table] sorts it, if its data is in Event XML.
func ofTable(p places, t *Table, fs event.Fields) bool {
	channel := false
	for i, f := range fs {
		f.Name = withoutType(f.Name)
		switch _, isData := below(f.Path, []string{"EventData.", "EventData_dynamic."}); {
		case isData, f.Path == "" && f.Name == "UserData" && t.Data < 0:
			return false // Values tell which of them it is.
		case f.Path == "" && f.Name == "EventData" && t.Data < 0:
			t.Data = i
		}
		c := columnOf(p, f)
		channel = channel || c.Label.Section == event.System && c.Label.Name == "Channel"
		t.Columns = append(t.Columns, c)
	}
	return channel // else it is told by the table's name
}

// columnOf is what [column] makes of f, in a row with data of its own.
func columnOf(p places, f event.Field) Column {
	to, ok := p.find(f.Name)
	c := Column{Says: NotNull}
	switch {
	case f.Path != "":
		c.Says, f.Section = Always, event.Envelope
	case ok && to.section == event.System:
		c.Says = NotBlank
		if f.Name == "Level" {
			c.Says = IsLevel
		}
		to.put(&f)
	case ok && (to.name != "" || f.Name != "Type" && f.Name != "Process"):
		to.put(&f)
	default:
		c.Says, c.Repeats, f.Section = NotVoid, true, event.Envelope
	}
	c.Label = &event.Label{Section: f.Section, Name: f.Name, Path: f.Path}
	return c
}
