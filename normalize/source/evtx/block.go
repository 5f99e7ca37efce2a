package evtx

import "unsafe"

// block hands out the memory of texts, fields and records many at a time, so
// that a record does not cost a handful of small allocations. What it has handed
// out is not written again before recycle says that it is done with.
type block[T any] struct {
	free []T // what is left of the memory at hand
	home []T // the largest piece so far, all of it
	used int // since recycle
}

// recycle begins anew. With reuse, everything handed out before is written over.
func (b *block[T]) recycle(reuse bool) {
	b.used = 0
	if reuse {
		b.free = b.home
	}
}

// room returns an empty slice with capacity for n; usual is how many a chunk
// needs.
func (b *block[T]) room(n, usual int) []T {
	if n > cap(b.free) {
		b.free = make([]T, 0, max(n, usual, 2*b.used))
		b.home = b.free
	}
	return b.free
}

// keep takes s, which room returned and the caller filled, out of the block.
func (b *block[T]) keep(s []T) []T {
	b.used += len(s)
	if cap(s) == cap(b.free) { // else it has outgrown the block
		b.free = s[len(s):]
	}
	return s[:len(s):len(s)]
}

// slab is the memory of texts.
type slab struct {
	block[byte]
	usual  int // about what the texts of the chunk at hand need
	recent recent
}

// minSlab is the least memory to take for texts at a time.
const minSlab = 4 << 10

// room returns an empty slice with capacity for n bytes.
func (s *slab) room(n int) []byte { return s.block.room(n, max(s.usual, minSlab)) }

// keep returns b, which room returned and the caller filled, as text.
func (s *slab) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	b = s.block.keep(b)
	return unsafe.String(&b[0], len(b))
}
