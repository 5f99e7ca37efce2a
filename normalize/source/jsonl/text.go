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

// findText finds the end of a string, i being behind its opening quote.
func (s *scanner) findText(i int) (span, int, status) {
	b, from, kind := s.b, i, text
	var seen uint64 // all bytes looked at, some behind the string among them
	for {
		for i+8 <= len(b) {
			w := binary.LittleEndian.Uint64(b[i:])
			seen |= w
			if m := special(w); m != 0 {
				i += bits.TrailingZeros64(m) >> 3
				break
			}
			i += 8
		}
		if i >= len(b) {
			return span{}, i, short
		}
		switch c := b[i]; c {
		case '"':
			if seen&highs != 0 {
				kind |= wide
				s.ascii = false
			}
			return span{uint32(from), uint32(i), kind}, i + 1, done
		case '\\':
			kind |= escaped
			if i+1 < len(b) && simple[b[i+1]] != 0 {
				i += 2
				continue
			}
			n := escape(b[i:])
			if n <= 0 {
				return span{}, i, s.badEscape(n)
			}
			s.plain = false
			i += n
		case '\n':
			s.why = errOpenString
			return span{}, i, malformed
		default: // nothing special, or too near the end for eight bytes
			seen |= uint64(c)
			i++
		}
	}
}

// text reads a string that was found.
func (s *scanner) text(raw []byte, f form) string {
	switch {
	case f&escaped != 0:
		return s.unescape(raw, f&wide != 0)
	case f&wide != 0 && !utf8.Valid(raw):
		return s.repair(raw)
	}
	return s.keep(raw)
}

// keep returns raw as a text that stays.
func (s *scanner) keep(raw []byte) string {
	if s.stays {
		return scan.View(raw)
	}
	from := s.room(len(raw))
	s.slab.At += copy(s.slab.Buf[from:], raw)
	return s.slab.Text(from)
}

// room makes room for n bytes and returns where.
func (s *scanner) room(n int) int {
	if s.slab.At+n > len(s.slab.Buf) {
		s.slab.Grow(s.slab.At, n)
	}
	return s.slab.At
}

// unescape writes raw down without escapes. Eight bytes are loaded, stored and
// looked through at a time; those stored too many are written over by what comes
// next.
func (s *scanner) unescape(raw []byte, wide bool) string {
	from := s.room(len(raw) + 8)
	out, at := s.slab.Buf, from
	for i := 0; i < len(raw); {
		if i+8 <= len(raw) {
			w := binary.LittleEndian.Uint64(raw[i:])
			binary.LittleEndian.PutUint64(out[at:], w)
			x := w ^ '\\'*ones
			m := (x - ones) &^ x & highs
			if m == 0 {
				i, at = i+8, at+8
				continue
			}
			n := bits.TrailingZeros64(m) >> 3
			i, at = i+n, at+n
		} else if c := raw[i]; c != '\\' {
			out[at] = c
			i, at = i+1, at+1
			continue
		}
		if c := simple[raw[i+1]]; c != 0 {
			out[at] = c
			i, at = i+2, at+1
			continue
		}
		r, n := unescape(raw[i:])
		i, at = i+n, at+utf8.EncodeRune(out[at:], r)
	}
	if wide && !utf8.Valid(out[from:at]) {
		return s.repair(out[from:at])
	}
	s.slab.At = at
	return s.slab.Text(from)
}

// repair returns raw with each byte that is no UTF-8 replaced, as encoding/json
// does.
func (s *scanner) repair(raw []byte) string { return string(scan.AppendText(nil, raw)) }
