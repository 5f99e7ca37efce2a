package plan

import "github.com/rulehound/rulehound/engine/internal/find"

// memories are what one goroutine remembers of the slots that indexes looked at. When it is
// too much all is forgotten.
type memories struct {
	of   map[*index][]memory // by place in index.slots
	kept find.Kept
}

// memory is what is remembered of a slot.
type memory struct {
	values find.Memory
	lines  find.Memory // of long values: what is anywhere in them
}

// slots returns what is remembered of the slots of ix.
func (ms *memories) slots(ix *index) []memory {
	if ms.of == nil || ms.kept.TooMuch() {
		*ms = memories{map[*index][]memory{}, find.NewKept()}
	}
	s := ms.of[ix]
	if s == nil {
		s = make([]memory, len(ix.slots))
		ms.of[ix] = s
	}
	return s
}
