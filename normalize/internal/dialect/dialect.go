// Package dialect knows the forms that collectors give to Windows events: it
// tells them apart by what gives each away, takes events out of what was wrapped
// around them, and gives every field its section and Sigma's name.
//
// Each form is a small file of data, called like the collector, and a test of the
// same name.
package dialect

import (
	"slices"
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
	// and gives them no other names of System than becomes.
	place   func(*event.Field)
	loose   func(*event.Field) bool
	settle  func(event.Fields)
	settled []string
	becomes []string
	// open takes the event out of a form that only wraps events of other forms,
	// and has no sort. What it leaves of the wrapping belongs to the Envelope.
	open func(event.Fields) (inner, wrapping event.Fields)
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
	f := event.Field{Value: v}
	f.Name, f.Path = undotted(l.Name, l.Path)
	d.place(&f)
	return f
}

// IsLoose reports whether names do not tell where fields of the label belong.
func (d *Dialect) IsLoose(l *event.Label) bool {
	var f event.Field
	f.Name, f.Path = undotted(l.Name, l.Path)
	return d.loose != nil && d.loose(&f)
}

// Settle moves, among fields that are placed, those whose place hangs on values.
func (d *Dialect) Settle(fs event.Fields) {
	if d.settle != nil {
		d.settle(fs)
	}
}

// Settles reports whether Settle may look at f or move it.
func (d *Dialect) Settles(f *event.Field) bool {
	return slices.Contains(d.settled, f.Name) || f.Path != "" && slices.Contains(d.settled, f.Path)
}

// SettlesClass reports whether Settle may tell the event's class.
func (d *Dialect) SettlesClass() bool {
	return slices.ContainsFunc(d.becomes, func(name string) bool {
		return name == "Channel" || name == "Provider_Name" || name == "EventID"
	})
}

// Becomes returns the names of System that Settle may give to a field that it
// settles, none for others.
func (d *Dialect) Becomes(settled bool) []string {
	if !settled {
		return nil
	}
	return d.becomes
}

// Gives reports whether Settle may give fields, from all but their Value, of which
// one is wanted.
func (d *Dialect) Gives(wanted func(*event.Field) bool) bool {
	for section, names := range map[event.Section][]string{event.EventData: d.settled, event.System: d.becomes} {
		for _, name := range names {
			if wanted(&event.Field{Name: name, Section: section}) {
				return true
			}
		}
	}
	return false
}

// Times reports whether the event's time may be taken from f.
func (d *Dialect) Times(f *event.Field) bool {
	for _, places := range [...][]place{d.times, d.clocks} {
		for _, at := range places {
			if at.section == f.Section && f.Is(at.name) {
				return true
			}
		}
	}
	return false
}

// In returns the first value of the field called name in a section of an event, as
// [event.Fields.In] does.
type In func(section event.Section, name string) (event.Value, bool)

// Time returns the event's time by the first field that tells it, zero if none
// does.
func (d *Dialect) Time(in In) time.Time {
	for _, at := range d.times {
		if v, ok := in(at.section, at.name); ok {
			if t, ok := clock.Instant(v, d.utc || clock.InUTC(at.name)); ok {
				return t
			}
		}
	}
	return time.Time{}
}

// WallTime returns the event's time by the first clock that shows one, zero if
// none does. It is assumed to be in zone, unless the collector writes UTC: a zone
// that one of the clocks names is not its own and does not count.
func (d *Dialect) WallTime(in In, zone *time.Location) (at time.Time, assumed bool) {
	if d.utc {
		zone = time.UTC
	}
	for _, places := range [...][]place{d.times, d.clocks} {
		for _, at := range places {
			v, _ := in(at.section, at.name)
			if t, ok := clock.Wall(v.Raw(), zone); ok {
				return t, !d.utc
			}
		}
	}
	return time.Time{}, false
}
