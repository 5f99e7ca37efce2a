package binxml

// Slots remembers things of a chunk by their offset. It is a table in which two
// offsets may want the same place: then the later one has it, and the other is
// made anew when it is needed.
type Slots[T any] struct {
	entries [256]slot[T]
	chunk   uint32 // counts chunks, so that nothing needs to be cleared
}

type slot[T any] struct {
	offset, chunk uint32
	thing         T
}

// Reset forgets everything, for another chunk.
func (s *Slots[T]) Reset() {
	if s.chunk++; s.chunk == 0 { // gone round: what is there would seem to be of this chunk
		clear(s.entries[:])
		s.chunk = 1
	}
}

// At returns the thing at an offset, if it is there.
func (s *Slots[T]) At(offset uint32) (thing *T, ok bool) {
	e := s.slot(offset)
	return &e.thing, e.offset == offset && e.chunk == s.chunk
}

// Put remembers the thing at an offset.
func (s *Slots[T]) Put(offset uint32, thing T) { *s.slot(offset) = slot[T]{offset, s.chunk, thing} }

func (s *Slots[T]) slot(offset uint32) *slot[T] { return &s.entries[(offset*0x9E3779B1)>>24] }
