package evtx

import "github.com/rulehound/rulehound/normalize/source/internal/scan"

// slab is the memory of texts.
type slab struct {
	memory scan.Arena[byte]
	used   int // bytes, since recycle
	usual  int // about what the texts of the chunk at hand need
	recent recent
}

// recycle begins anew. With reuse, everything handed out before is written over.
func (s *slab) recycle(reuse bool) {
	s.used = 0
	s.recent.reset()
	if reuse {
		s.memory.Recycle()
	}
}

// minSlab is the least memory to take for texts at a time.
const minSlab = 4 << 10

// room returns an empty slice with capacity for n bytes.
func (s *slab) room(n int) []byte { return s.memory.Room(n, max(s.usual, minSlab)) }

// keep returns b, which room returned and the caller filled, as text.
func (s *slab) keep(b []byte) string {
	s.used += len(b)
	return scan.View(s.memory.Keep(b))
}
