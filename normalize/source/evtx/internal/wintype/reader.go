// Package wintype reads values as Windows event logs hold them, each of a type:
// integers of several widths, GUIDs, SIDs, times. What it makes of them reads as
// Windows shows it.
package wintype

import "github.com/rulehound/rulehound/normalize/source/internal/scan"

// Reader reads values and is the memory of their texts. It belongs to one
// goroutine. The zero Reader is ready to use.
type Reader struct {
	Usual int // about how many bytes the texts until the next Reset need; a hint

	memory scan.Arena[byte]
	used   int
	recent recent
}

// Reset begins with another chunk of bytes; those read before must not change until
// then. With reuse, all texts made before are written over.
func (r *Reader) Reset(reuse bool) {
	r.used = 0
	r.recent.reset()
	if reuse {
		r.memory.Recycle()
	}
}

// Used returns how many bytes the texts since Reset take.
func (r *Reader) Used() int { return r.used }

// minMemory is the least memory to take for texts at a time.
const minMemory = 4 << 10

// room returns an empty slice with capacity for n bytes.
func (r *Reader) room(n int) []byte { return r.memory.Room(n, max(r.Usual, minMemory)) }

// keep returns b, which room returned and the caller filled, as text.
func (r *Reader) keep(b []byte) string {
	r.used += len(b)
	return scan.View(r.memory.Keep(b))
}

// Join returns texts as one.
func (r *Reader) Join(texts []string) string {
	size := 0
	for _, text := range texts {
		size += len(text)
	}
	b := r.room(size)
	for _, text := range texts {
		b = append(b, text...)
	}
	return r.keep(b)
}
