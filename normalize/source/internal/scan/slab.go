package scan

import "unsafe"

// Slab is the memory of texts that a scanner writes byte by byte: it writes
// behind Buf[:At], moves At, and takes what it has written as a string. It never
// writes before At, so strings taken stay as they are until Recycle.
// The zero Slab is ready to use.
type Slab struct {
	Buf  []byte
	At   int
	home []byte // what Recycle goes back to
	used int    // since Recycle, in memory before Buf
}

// usualSlab is what the runtime still allocates cheaply, without locks.
const usualSlab = 32 << 10

// Recycle begins anew: all texts taken before may be written over. There will be
// room for as much as there was, so allocation comes to an end.
func (s *Slab) Recycle() {
	if used := s.used + s.At; used > len(s.home) {
		s.home = make([]byte, used+used/4)
	}
	s.Buf, s.At, s.used = s.home, 0, 0
}

// Grow makes room for n more bytes and moves what has been written from
// Buf[from:] on, up to At, to the start of the new memory.
func (s *Slab) Grow(from, n int) {
	buf := make([]byte, max(usualSlab, 2*(s.At-from+n)))
	n = copy(buf, s.Buf[from:s.At])
	s.used += s.At + 8 // as much as a word was lacking, perhaps
	s.Buf, s.At = buf, n
}

// Text returns what was written from Buf[from:] on, up to At. The string is the
// slab's own memory: this relies on the rule above.
func (s *Slab) Text(from int) string {
	return View(s.Buf[from:s.At])
}

// View returns b as a text, of the same memory, for as long as nobody writes to it.
func View(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b))
}

// Bytes returns s as bytes, of the same memory, which nobody may write to.
func Bytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
