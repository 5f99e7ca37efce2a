package dialect

import (
	"github.com/rulehound/rulehound/normalize/event"
)

// maxWrappings bounds envelopes in envelopes.
const maxWrappings = 4

// Opened is a record without what its collectors wrapped it in.
type Opened struct {
	Dialect  *Dialect
	Name     string // of the dialects, the outermost first: "splunk-hec+winevent"
	Fields   event.Fields
	wrapping event.Fields
	around   []*Dialect // the outermost first
}

// Open takes a record out of its wrappings and recognises what is left.
func (ds *Set) Open(fs event.Fields) Opened {
	o := Opened{Dialect: ds.of(fs), Fields: fs}
	o.Name = o.Dialect.name
	// Slow path: most records are not wrapped.
	for o.Dialect.open != nil {
		inner, wrapping := o.Dialect.open(o.Fields)
		if inner == nil || len(o.around) == maxWrappings {
			o.Dialect, o.Name = &ds.unsorted[len(ds.unsorted)-1], "flat"
			break
		}
		o.around = append(o.around, o.Dialect)
		o.wrapping = append(o.wrapping, wrapping...)
		o.Fields = inner
		o.Dialect = ds.of(inner)
		o.Name += "+" + o.Dialect.name
	}
	return o
}

// Wrap adds what was around an event to it: a time, where it has none of its
// own, and the fields.
func (o *Opened) Wrap(ev *event.Event) {
	for i := range o.wrapping {
		f := &o.wrapping[i]
		f.Section = event.Envelope
		OwnPath(f)
	}
	for i := len(o.around) - 1; i >= 0 && ev.Time.IsZero(); i-- {
		ev.Time = o.around[i].Time(o.wrapping.In)
	}
	ev.Fields = append(ev.Fields, o.wrapping...)
}

// OwnPath calls a collector's field by its whole path: host.name must not pass for
// a field Name of the event.
func OwnPath(f *event.Field) {
	if f.Path != "" {
		f.Name, f.Path = f.Path, ""
	}
}
