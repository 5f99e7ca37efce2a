package normalize

import (
	"cmp"
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// Explanation says how a record became an event.
type Explanation struct {
	Event *event.Event
	// From is where each of the event's fields came from, by their index: the
	// path of a field of the record. "" is what nothing says, but the collector's
	// form implies.
	From []string
}

// Explain is Event, and tells of every value where it came from.
func (n *Normalizer) Explain(rec *event.Record) (*Explanation, error) {
	had := slices.Clone(rec.Fields)
	for i := range rec.Fields {
		rec.Fields[i].Origin = uint32(i + 1)
	}
	ev, err := n.Event(rec)
	if err != nil {
		return nil, err
	}
	x := &Explanation{Event: ev, From: make([]string, len(ev.Fields))}
	for i, f := range ev.Fields {
		if o := int(f.Origin); 0 < o && o <= len(had) {
			x.From[i] = cmp.Or(had[o-1].Path, had[o-1].Name)
			if s := had[o-1].Section; s != event.Unsorted {
				x.From[i] = s.String() + "." + x.From[i]
			}
		}
	}
	return x, nil
}
