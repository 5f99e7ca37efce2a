package memory

// Slab keeps values of one type under numbers from 1 on; 0 is none. What is
// given back is used again, so that a steady flow allocates nothing. Values
// stay where they are, and those without pointers cost the garbage collector
// nothing, however many there are.
type Slab[T any] struct {
	chunks [][]T
	free   []uint32
	last   uint32 // the greatest number that was ever used
}

const chunkBits = 9

// At returns the value with number i, which stays where it is.
func (s *Slab[T]) At(i uint32) *T { return &s.chunks[i>>chunkBits][i&(1<<chunkBits-1)] }

// Take returns the number of a zero value.
func (s *Slab[T]) Take() uint32 {
	if n := len(s.free); n > 0 {
		i := s.free[n-1]
		s.free = s.free[:n-1]
		return i
	}
	s.last++
	if int(s.last>>chunkBits) == len(s.chunks) {
		s.chunks = append(s.chunks, make([]T, 1<<chunkBits))
	}
	return s.last
}

// Give takes the value at i back.
func (s *Slab[T]) Give(i uint32) {
	var zero T
	*s.At(i) = zero
	s.free = append(s.free, i)
}
