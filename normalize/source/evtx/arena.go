package evtx

import "unsafe"

// arena hands out the memory of texts, fields and records many at a time, so
// that a record does not cost a handful of small allocations. What it has handed
// out is not written again before recycle says that it is done with.
type arena[T any] struct {
	free []T // what is left of the memory at hand
	home []T // the largest piece so far, all of it
	used int // since recycle
}

// recycle begins anew. With reuse, everything handed out before is written over.
func (a *arena[T]) recycle(reuse bool) {
	a.used = 0
	if reuse {
		a.free = a.home
	}
}

// room returns an empty slice with capacity for n; usual is how many a chunk
// needs.
func (a *arena[T]) room(n, usual int) []T {
	if n > cap(a.free) {
		a.free = make([]T, 0, max(n, usual, 2*a.used))
		a.home = a.free
	}
	return a.free
}

// keep takes s, which room returned and the caller filled, out of the arena.
func (a *arena[T]) keep(s []T) []T {
	a.used += len(s)
	if cap(s) == cap(a.free) { // else it has outgrown the arena
		a.free = s[len(s):]
	}
	return s[:len(s):len(s)]
}

// slab is the memory of texts.
type slab struct {
	arena[byte]
	usual  int // about what the texts of the chunk at hand need
	recent recent
}

// minSlab is the least memory to take for texts at a time.
const minSlab = 4 << 10

// room returns an empty slice with capacity for n bytes.
func (s *slab) room(n int) []byte { return s.arena.room(n, max(s.usual, minSlab)) }

// keep returns b, which room returned and the caller filled, as text.
func (s *slab) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	b = s.arena.keep(b)
	return unsafe.String(&b[0], len(b))
}
