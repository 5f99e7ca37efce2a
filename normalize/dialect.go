package normalize

import (
	"slices"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// dialect is a collector's form of Windows events.
type dialect struct {
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
	// and, for fields of System, on whether its value is blank; nil elsewhere.
	// settle is what sort does then; it moves nothing but fields that settled names.
	place   func(*event.Field)
	settle  func(event.Fields)
	settled []string
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
func (d dialect) byNames() dialect {
	d.sort = func(fs event.Fields) event.Fields {
		for i := range fs {
			d.place(&fs[i])
		}
		if d.settle != nil {
			d.settle(fs)
		}
		return fs
	}
	return d
}

// moves reports whether settle may look at f or move it.
func (d *dialect) moves(f *event.Field) bool {
	return slices.Contains(d.settled, f.Name) || f.Path != "" && slices.Contains(d.settled, f.Path)
}

// time returns the event's time by the first field that tells it.
func (d *dialect) time(fs event.Fields) time.Time {
	for _, at := range d.times {
		if v, ok := fs.In(at.section, at.name); ok {
			if t, ok := instant(v, d.utc || inUTC(at.name)); ok {
				return t
			}
		}
	}
	return time.Time{}
}
