// Package slots finds in one pass over the values of an event which of many literals
// they have, slot by slot: the whole of a value, one of its ends, somewhere in it. It
// knows no rules. What it found of a value it remembers, since values come again.
package slots

import (
	"maps"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/view"
)

// Index finds literals, which have the numbers that they had when it was made. It is
// safe for concurrent use.
type Index struct{ slots []*slotIndex }

// New returns the Index of literals for texts like those that it is given by slot.
func New(literals []Literal, like Samples) *Index {
	count := map[int32]int{}
	for i := range literals {
		count[literals[i].Slot]++
	}
	ids, room := make(map[int32][]int32, len(count)), make([]int32, len(literals))
	for slot, n := range count {
		ids[slot], room = room[:0:n], room[n:]
	}
	for id := range literals {
		slot := literals[id].Slot
		ids[slot] = append(ids[slot], int32(id))
	}
	x := &Index{make([]*slotIndex, 0, len(count))}
	for _, slot := range slices.Sorted(maps.Keys(count)) {
		x.slots = append(x.slots, newSlotIndex(int(slot), ids[slot], literals, like[int(slot)]))
	}
	return x
}

// Find adds to found the literals that e has. In a silent event none that any value may
// have is in the values as the log has them, only in what they mean.
func (x *Index) Find(found *find.Hits, e *view.Event, silent bool, s *Scratch) {
	known := s.slots(x)
	for i, slot := range x.slots {
		if slot.slot == Every {
			slot.findEverywhere(found, e, silent, s, &known[i])
		} else if f := e.Field(slot.slot); f.Len() > 0 {
			slot.find(found, f, s, &known[i])
		}
	}
}
