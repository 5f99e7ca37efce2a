package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// liftedKey is which object of which dialect holds events of which other one; "": a text.
type liftedKey struct {
	outer  *Dialect
	object string
	inner  *Dialect
}

// Told returns the dialect of records with the given signs and labels where nothing but
// names has to be looked at, nil elsewhere. It may be one of events that stand in an
// object, of which [Set.Open] is the twin, unless labels is nil; of events in objects of
// such objects it is nil.
func (ds *Set) Told(seen Signs, labels []*event.Label) *Dialect {
	for _, d := range ds.possible.Get(seen, ds.choose) {
		if d.is == nil && d.place != nil {
			return d
		}
		if labels == nil {
			return nil
		}
		is, sure := d.is == nil, d.is == nil || d.picky
		if d.named != nil {
			is, sure = d.named(fieldsOf(labels))
		}
		switch {
		case !sure:
			return nil
		case !is && !d.picky:
			continue
		}
		if object, inner := ds.lifted(d, labels); inner != nil {
			return ds.inObjects.Get(liftedKey{d, object, inner}, newLifted)
		} else if object != "" || is {
			return nil
		}
	}
	return nil
}

// fieldsOf returns fields of the labels, without values.
func fieldsOf(labels []*event.Label) event.Fields {
	fs := make(event.Fields, len(labels))
	for i, l := range labels {
		fs[i] = fieldOf(l)
	}
	return fs
}

// lifted returns the object that records of d with these labels hold an event in, and
// its dialect: nil where values tell it.
func (ds *Set) lifted(d *Dialect, labels []*event.Label) (object string, inner *Dialect) {
	for _, object := range d.lifts {
		var seen Signs
		found := false
		for _, l := range labels {
			if f, ok := inObject(l, object); ok {
				ds.note(&seen, topLevel(&f))
				found = true
			}
		}
		if !found {
			continue
		}
		inner := ds.Told(seen, nil)
		if !d.picky || inner == nil || !plain(inner) {
			return object, inner
		}
	}
	return "", nil
}

// inObject returns a field of l without the object that it stands in, false where it
// stands elsewhere.
func inObject(l *event.Label, object string) (event.Field, bool) {
	f := fieldOf(l)
	path, ok := strings.CutPrefix(f.Path, object)
	if !ok {
		return f, false
	}
	if f.Path = path; path == f.Name {
		f.Path = ""
	}
	f.Name, f.Path = undotted(f.Name, f.Path)
	return f, true
}

// newLifted makes the dialect of events of the inner one in the outer one.
func newLifted(k liftedKey) (liftedKey, *Dialect) {
	d := *k.inner
	d.name, d.object, d.around = k.outer.name+"+"+k.inner.name, k.object, k.outer.times
	return k, &d
}

// InObject reports whether the events stand in an object of their records.
func (d *Dialect) InObject() bool { return d.object != "" }

// Wraps reports whether fields of the label stand around the event.
func (d *Dialect) Wraps(l *event.Label) bool {
	_, wraps := d.field(l)
	return wraps
}

// field returns a field of the label as it is without what is around the event. No source
// puts fields in the Envelope: those stand around an event that is a text.
func (d *Dialect) field(l *event.Label) (f event.Field, wraps bool) {
	if d.object == "" {
		return fieldOf(l), l.Section == event.Envelope
	}
	f, inside := inObject(l, d.object)
	if !inside {
		f.Section = event.Envelope
	}
	return f, !inside
}
