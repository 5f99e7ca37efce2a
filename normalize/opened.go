package normalize

import (
	"github.com/rulehound/rulehound/normalize/event"
)

// maxWrappings bounds envelopes in envelopes.
const maxWrappings = 4

// opened is a record without what its collectors wrapped it in.
type opened struct {
	dialect  *dialect
	name     string // of the dialects, the outermost first: "splunk-hec+winevent"
	fields   event.Fields
	wrapping event.Fields
	around   []*dialect // the outermost first
}

// open takes a record out of its wrappings and recognises what is left.
func (ds *dialects) open(fs event.Fields) opened {
	o := opened{dialect: ds.of(fs), fields: fs}
	o.name = o.dialect.name
	// Slow path: most records are not wrapped.
	for o.dialect.open != nil {
		inner, wrapping := o.dialect.open(o.fields)
		if inner == nil || len(o.around) == maxWrappings {
			o.dialect, o.name = &ds.unsorted[len(ds.unsorted)-1], "flat"
			break
		}
		o.around = append(o.around, o.dialect)
		o.wrapping = append(o.wrapping, wrapping...)
		o.fields = inner
		o.dialect = ds.of(inner)
		o.name += "+" + o.dialect.name
	}
	return o
}

// wrap adds what was around an event to it: a time, where it has none of its
// own, and the fields.
func (o *opened) wrap(ev *event.Event) {
	for i := range o.wrapping {
		f := &o.wrapping[i]
		f.Section = event.Envelope
		ownPath(f)
	}
	for i := len(o.around) - 1; i >= 0 && ev.Time.IsZero(); i-- {
		ev.Time = o.around[i].time(o.wrapping)
	}
	ev.Fields = append(ev.Fields, o.wrapping...)
}
