package evtx

// slots remembers things of a chunk by their offset. It is a table in which two
// offsets may want the same place: then the later one has it, and the other is
// made anew when it is needed.
type slots[T any] struct {
	entries [256]slot[T]
	chunk   uint32 // counts chunks, so that nothing needs to be cleared
}

type slot[T any] struct {
	offset, chunk uint32
	thing         T
}

func (s *slots[T]) reset() {
	if s.chunk++; s.chunk == 0 { // gone round: what is there would seem to be of this chunk
		clear(s.entries[:])
		s.chunk = 1
	}
}

// at returns the place of an offset, and whether it is there.
func (s *slots[T]) at(offset uint32) (e *slot[T], ok bool) {
	e = &s.entries[(offset*0x9E3779B1)>>24]
	return e, e.offset == offset && e.chunk == s.chunk
}

func (s *slots[T]) put(e *slot[T], offset uint32, thing T) {
	*e = slot[T]{offset, s.chunk, thing}
}
