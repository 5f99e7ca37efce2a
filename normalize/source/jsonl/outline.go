package jsonl

import (
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// outline is what there is in a record, but for its values.
type outline struct {
	labels []*event.Label // of its fields
	named  []*scan.Name   // of which those are
	moves  []move         // into objects and arrays and out of them
}

// move says that the fields from one on stand in another place than those before.
type move struct {
	field int
	to    place
}

func (o *outline) reset() {
	o.labels, o.named, o.moves = o.labels[:0], o.named[:0], o.moves[:0]
}

func (o *outline) add(name *scan.Name) {
	o.labels = append(o.labels, &name.Label)
	o.named = append(o.named, name)
}

// adopt adds the fields that another outline has from here on, up to number n, and
// its moves from that of field moved on.
func (o *outline) adopt(from *outline, n, moved int) {
	first := len(o.labels)
	o.labels = append(o.labels, from.labels[first:n]...)
	o.named = append(o.named, from.named[first:n]...)
	for _, m := range from.moves {
		if moved <= m.field && m.field < n {
			o.moves = append(o.moves, m)
		}
	}
}

// placeOf returns where field i stands.
func (o *outline) placeOf(i int) place {
	for n := len(o.moves); n > 0; n-- {
		if m := &o.moves[n-1]; m.field <= i {
			return m.to
		}
	}
	return place{}
}
