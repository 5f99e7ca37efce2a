package evtx

import "github.com/rulehound/rulehound/normalize/source/internal/scan"

// valueReader reads values and is the memory of their texts.
type valueReader struct {
	memory scan.Arena[byte]
	used   int // bytes, since recycle
	usual  int // about what the texts of the chunk at hand need
	recent recent
}

// recycle begins anew. With reuse, everything handed out before is written over.
func (r *valueReader) recycle(reuse bool) {
	r.used = 0
	r.recent.reset()
	if reuse {
		r.memory.Recycle()
	}
}

// minSlab is the least memory to take for texts at a time.
const minSlab = 4 << 10

// room returns an empty slice with capacity for n bytes.
func (r *valueReader) room(n int) []byte { return r.memory.Room(n, max(r.usual, minSlab)) }

// keep returns b, which room returned and the caller filled, as text.
func (r *valueReader) keep(b []byte) string {
	r.used += len(b)
	return scan.View(r.memory.Keep(b))
}
