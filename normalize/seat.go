package normalize

import (
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
)

// seat is where fields of a label sit in events of a dialect.
type seat struct {
	field   event.Field // all but its value
	class   bool        // it may tell the event's class
	settled bool        // its place hangs on its value or those of others
	time    bool        // it may tell when the event was
	loose   bool        // names do not tell it
	told    bool        // it is the message that tells of an event without data
	data    dataKind
}

// dataKind says what a field shows of the data of its event.
type dataKind uint8

const (
	noData dataKind = iota
	unnamedData
	namedData
)

// dataOfField returns what f shows.
func dataOfField(f *event.Field) dataKind {
	switch {
	case f.Section == event.UserData, f.Section == event.EventData && f.Name != "Data":
		return namedData
	case f.Section == event.EventData:
		return unnamedData
	}
	return noData
}

// seatOf returns where fields of l sit in events of d.
func seatOf(seats *byLabel[seat], d *dialect.Dialect, l *event.Label) *seat {
	s, known := seats.of(l)
	if !known {
		*s = newSeat(d, l)
	}
	return s
}

// newSeat works out where fields of a label sit.
func newSeat(d *dialect.Dialect, l *event.Label) seat {
	if d.IsLoose(l) {
		return seat{loose: true}
	}
	f := d.Placed(l, event.TextValue("1"))
	blank := d.Placed(l, event.Value{}) // it may sit elsewhere then
	s := seat{field: f, told: isMessage(&f)}
	for _, f := range []*event.Field{&f, &blank} {
		s.class = s.class || f.Section == event.System && tellsClass(f.Name)
		s.settled = s.settled || d.Settles(f)
		s.time = s.time || d.Times(f)
	}
	if !s.settled {
		s.data = dataOfField(&f)
	}
	s.field.Value = event.Value{}
	return s
}

// settleBlank gives f, of label l, its place in case that hangs on its value being
// blank, and reports whether it is part of the event.
func settleBlank(d *dialect.Dialect, f *event.Field, l *event.Label) bool {
	if f.Section == event.System && dialect.Blank(f.Value) {
		*f = d.Placed(l, f.Value)
	}
	return f.Section != event.Unsorted
}
