package jsonl

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// special finds what a string has to be looked at for, eight bytes at a time:
// the lowest bit set in special(w) is the high bit of the first byte of w that
// is a quote, a backslash, a line feed, or, rarely and for nothing, an asterisk
// or 0x02: those differ from quote and line feed in the two bits left out, so
// that one test finds them all.
func special(w uint64) uint64 {
	q, s := w&^(0x28*ones)^0x02*ones, w^'\\'*ones
	// A byte that is zero, and no byte below it, borrows from its high bit.
	return ((q-ones)&^q | (s-ones)&^s) & highs
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// text reads a string, i being behind its opening quote. Finding its end and
// writing its value down is one loop: eight bytes are loaded, stored, looked
// through; those stored too many are written over by what comes next.
func (s *scanner) text(i int) (string, int, status) {
	b, out, from, at := s.b, s.slab.Buf, s.slab.At, s.slab.At
	var seen uint64 // all bytes looked at, some behind the string among them
	for {
		for i+8 <= len(b) && at+8 <= len(out) {
			w := binary.LittleEndian.Uint64(b[i:])
			binary.LittleEndian.PutUint64(out[at:], w)
			seen |= w
			if m := special(w); m != 0 {
				n := bits.TrailingZeros64(m) >> 3
				i, at = i+n, at+n
				break
			}
			i, at = i+8, at+8
		}
		if i >= len(b) {
			return "", i, short
		}
		if at+8 > len(out) {
			s.slab.At = at
			s.slab.Grow(from, 8)
			out, from, at = s.slab.Buf, 0, s.slab.At
		}
		switch c := b[i]; c {
		case '"':
			if s.slab.At = at; seen&highs != 0 {
				from = s.repair(from)
			}
			return s.slab.Text(from), i + 1, done
		case '\\':
			if i+1 < len(b) {
				if c := simple[b[i+1]]; c != 0 {
					out[at] = c
					i, at = i+2, at+1
					continue
				}
			}
			n := escape(b[i:])
			if n <= 0 {
				return "", i, s.badEscape(n)
			}
			r, n := unescape(b[i:])
			i, at = i+n, at+utf8.EncodeRune(out[at:], r)
		case '\n':
			s.why = errOpenString
			return "", i, malformed
		default: // nothing special, or too near the end for eight bytes
			seen |= uint64(c)
			out[at] = c
			i, at = i+1, at+1
		}
	}
}

// repair replaces each byte that is no UTF-8 in what has been written from from
// on, as encoding/json does, and returns where the text begins now.
func (s *scanner) repair(from int) int {
	raw := s.slab.Buf[from:s.slab.At]
	if utf8.Valid(raw) {
		return from
	}
	fixed := scan.AppendText(nil, raw)
	s.slab.At = from
	if from+len(fixed) > len(s.slab.Buf) {
		s.slab.Grow(from, len(fixed))
		from = 0
	}
	s.slab.At += copy(s.slab.Buf[from:], fixed)
	return from
}
