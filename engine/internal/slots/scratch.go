package slots

import "github.com/rulehound/rulehound/engine/internal/find"

// Scratch is what one goroutine remembers of the values that it looked at, and memory
// that it uses again. The zero Scratch remembers nothing. When it is too much all is
// forgotten.
type Scratch struct {
	of     map[*Index][]memory // by place in Index.slots
	kept   find.Kept
	folded []byte // a text, for a moment
}

// memory is what is remembered of a slot.
type memory struct {
	values find.Memory
	lines  find.Memory // of long values: what is anywhere in them
}

// slots returns what is remembered of the slots of x.
func (s *Scratch) slots(x *Index) []memory {
	if s.of == nil || s.kept.TooMuch() {
		s.of, s.kept = map[*Index][]memory{}, find.NewKept()
	}
	known := s.of[x]
	if known == nil {
		known = make([]memory, len(x.slots))
		s.of[x] = known
	}
	return known
}
