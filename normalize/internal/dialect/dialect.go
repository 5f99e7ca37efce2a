// Package dialect knows the forms that collectors give to Windows events: it
// tells them apart by what gives each away, takes events out of what was wrapped
// around them, and gives every field its section and Sigma's name.
//
// Each form is a small file of data, called like the collector, and a test of the
// same name.
package dialect

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/clock"
)

// Dialect is a collector's form of Windows events. It is read-only and safe for
// concurrent use.
type Dialect struct {
	name string
	// signs give its records away: each is a set of top-level names, with commas
	// between them, that stand together in a record: "Event." for an object of
	// that name, "EventTime" for a scalar. The empty set takes what the others leave.
	signs []string
	// is decides where the signs alone do not; nil where they do.
	is func(event.Fields) bool
	// sort gives each field its section and its name.
	sort func(event.Fields) event.Fields
	// place is what sort does to each field, where that hangs on its names alone
	// and, for fields of System, on whether its value is blank; nil elsewhere. A field
	// that it leaves unsorted is no part of the event. Records with a loose field it
	// cannot sort; nil: there are none.
	// settle is what sort does then; it moves nothing but fields that settled names,
	// and gives them no other names than becomes says of each. Where one goes hangs on
	// those named beside it alone, and on whether there is one that is called so already.
	place   func(*event.Field)
	loose   func(*event.Field) bool
	settle  func(event.Fields)
	settled [][]string
	becomes map[string]string
	// more is what sort does last: it adds data that it takes from fields that
	// moreReads tells, from all but their values.
	more      func(event.Fields) event.Fields
	moreReads func(event.Class, *event.Field) bool
	lists     []string // objects of which there may be several, in an order that more goes by
	// original is the path of a field that holds the event as it was; sort takes the
	// event from it where nothing else has data.
	original string
	// open takes the event out of a form that only wraps events of other forms,
	// and has no sort. What it leaves of the wrapping belongs to the Envelope.
	open func(event.Fields) (inner, wrapping event.Fields)
	// lifts are the objects that open takes events out of, in its order, with a full stop;
	// nil: it reads values. Where it is picky, it passes over those with plain records.
	lifts []string
	picky bool
	// named is what is says of records with such fields, from all but their values, if
	// that is sure; nil: it never is, unless it hangs on what is in the objects.
	named func(event.Fields) (is, sure bool)
	// carriers are those of the fields that the event may stand in as a text, from all but
	// their values: in the first that looks like one, if the dialect is that of the record.
	carriers func(event.Fields) []int
	// table is what sort does to a row, as far as names tell it; nil: nothing is known. It reports
	// false where they do not, of fields without values.
	table func(*Table, event.Fields) bool
	// object is where its events stand, in a dialect that [Set.Told] made, and around are the
	// places of times beside it, asked when the event has no time of its own.
	object string
	around []place
	// times are the places of fields that hold the time of the event, best first.
	// Where none of them names its zone, the first that shows a time at all is
	// taken, and after them the clocks, which are in no zone or claim a wrong one.
	times, clocks []place
	// utc says that its clocks are in UTC though they do not say so.
	utc bool
}

// byNames makes place and settle the dialect's sort.
func (d Dialect) byNames() Dialect {
	d.sort = func(fs event.Fields) event.Fields {
		for i := range fs {
			d.place(&fs[i])
		}
		d.Settle(fs)
		return fs
	}
	return d
}

// Name returns the dialect's name.
func (d *Dialect) Name() string { return d.name }

// Sort gives each field its section and its name, in place where it can.
func (d *Dialect) Sort(fs event.Fields) event.Fields { return d.sort(fs) }

// Placed returns a field of the label with value v in its place, as far as names
// tell it: [Dialect.Settle] may move it. It is for dialects that [Set.Told] returned,
// and not for labels that are loose. A field that is no part of the event is Unsorted.
func (d *Dialect) Placed(l *event.Label, v event.Value) event.Field {
	f, wraps := d.field(l)
	f.Value = v
	if !wraps {
		d.place(&f)
	}
	return f
}

// IsLoose reports whether names do not tell where fields of the label belong, or what
// they are to the event that they stand around.
func (d *Dialect) IsLoose(l *event.Label) bool {
	f, wraps := d.field(l)
	if wraps {
		return d.Settles(&f) || d.more != nil && strings.Contains(pathOf(&f), ".")
	}
	return d.loose != nil && d.loose(&f)
}

// fieldOf returns a field of the label. Those whose source knows their section are
// in their place.
func fieldOf(l *event.Label) event.Field {
	f := event.Field{Name: l.Name, Path: l.Path, Section: l.Section}
	if l.Section == event.Unsorted {
		f.Name, f.Path = undotted(l.Name, l.Path)
	}
	return f
}

// More adds the data that the dialect makes of fields that [Dialect.MoreReads], which
// are in their places.
func (d *Dialect) More(fs event.Fields) event.Fields {
	if d.more == nil {
		return fs
	}
	return d.more(fs)
}

// MoreReads reports whether More looks at f, from all but its value, in events of
// class c.
func (d *Dialect) MoreReads(c event.Class, f *event.Field) bool {
	return d.moreReads != nil && d.moreReads(c, f)
}

// HoldsOriginal reports whether f may be the field that the event's data is in
// where nothing else has any.
func (d *Dialect) HoldsOriginal(f *event.Field) bool {
	return d.original != "" && (f.Path == d.original || f.Name == d.original)
}

// Lists reports whether f belongs to one of several objects that are told apart by
// the order of their fields.
func (d *Dialect) Lists(f *event.Field) bool {
	return slices.ContainsFunc(d.lists, func(object string) bool { return strings.HasPrefix(f.Path, object) })
}

// Settle moves, among fields that are placed, those whose place hangs on values.
func (d *Dialect) Settle(fs event.Fields) {
	if d.settle != nil {
		d.settle(fs)
	}
}

// Settles reports whether Settle may look at f or move it.
func (d *Dialect) Settles(f *event.Field) bool {
	for _, names := range d.settled {
		if slices.Contains(names, f.Name) || f.Path != "" && slices.Contains(names, f.Path) {
			return true
		}
	}
	return false
}

// Becomes returns the name that Settle may give to f instead of its own, "" if it
// gives none.
func (d *Dialect) Becomes(f *event.Field) string { return cmp.Or(d.becomes[f.Name], d.becomes[f.Path]) }

// Settling returns the names and the paths of the fields that Settle has to see, so
// that those that are wanted, of which all but the Value is shown, end where they belong.
func (d *Dialect) Settling(wanted func(*event.Field) bool) (names []string) {
	may := func(name string) bool {
		become := d.becomes[name]
		return wanted(&event.Field{Name: name, Section: event.EventData}) || become != "" && wanted(&event.Field{Name: become, Section: event.System})
	}
	for _, together := range d.settled {
		if !slices.ContainsFunc(together, may) {
			continue
		}
		for _, name := range together {
			names = append(names, name)
			if become := d.becomes[name]; become != "" {
				names = append(names, become)
			}
		}
	}
	return names
}

// TimePlaces returns how many places there are that the event's time may be taken
// from; they are asked in their order.
func (d *Dialect) TimePlaces() int { return len(d.times) + len(d.clocks) + len(d.around) }

// own is how many of them are of the event itself.
func (d *Dialect) own() int { return len(d.times) + len(d.clocks) }

// timePlace returns the nth of them.
func (d *Dialect) timePlace(n int) *place {
	switch {
	case n < len(d.times):
		return &d.times[n]
	case n < d.own():
		return &d.clocks[n-len(d.times)]
	}
	return &d.around[n-d.own()]
}

// IsTime reports whether f, which wraps the event or is part of it, is in the nth of
// those places.
func (d *Dialect) IsTime(n int, f *event.Field, wraps bool) bool {
	at := d.timePlace(n)
	return (wraps || n < d.own()) && at.section == f.Section && f.Is(at.name)
}

// Instant reads v, of the nth of those places, as the event's time. The places of the
// event's own times count where v is part of it, not where it wraps it.
func (d *Dialect) Instant(n int, v event.Value, wraps bool) (time.Time, bool) {
	if len(d.times) <= n && n < d.own() || wraps != (n >= d.own()) {
		return time.Time{}, false
	}
	return clock.Instant(v, d.utc && n < d.own() || clock.InUTC(d.timePlace(n).name))
}

// Wall reads v, of the nth of those places, as what a clock shows, which is taken to be
// in zone, unless the collector writes UTC: a zone that it names is not its own and does
// not count.
func (d *Dialect) Wall(n int, v event.Value, zone *time.Location) (time.Time, bool) {
	if n >= d.own() {
		return time.Time{}, false
	}
	if d.utc {
		zone = time.UTC
	}
	return clock.Wall(v.Raw(), zone)
}

// AssumesZone reports whether the zone of clocks is not known.
func (d *Dialect) AssumesZone() bool { return !d.utc }

// In returns the first value of the field called name in a section of an event, as
// [event.Fields.In] does.
type In func(section event.Section, name string) (event.Value, bool)

// Time returns the event's time by the first field that tells it, zero if none
// does.
func (d *Dialect) Time(in In) time.Time {
	for n, at := range d.times {
		if v, ok := in(at.section, at.name); ok {
			if t, ok := d.Instant(n, v, false); ok {
				return t
			}
		}
	}
	return time.Time{}
}

// WallTime returns the event's time by the first clock that shows one, zero if
// none does, see [Dialect.Wall].
func (d *Dialect) WallTime(in In, zone *time.Location) (at time.Time, assumed bool) {
	for n := range d.own() {
		at := d.timePlace(n)
		v, _ := in(at.section, at.name)
		if t, ok := d.Wall(n, v, zone); ok {
			return t, d.AssumesZone()
		}
	}
	return time.Time{}, false
}
