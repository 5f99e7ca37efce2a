package jsonl

import (
	"bytes"
	"encoding/binary"
	"math"
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

// shortText is how much of a string is looked through word by word. In longer ones
// it pays to look for one character at a time, which the runtime does fast.
const shortText = 48

// findText finds the end of a string, i being behind its opening quote.
func (s *scanner) findText(i int) (span, int, status) {
	return s.findWithin(i, i, text, i+shortText)
}

// findWithin is findText from i on, where no escape is open, word by word up to
// limit.
func (s *scanner) findWithin(from, i int, kind form, limit int) (span, int, status) {
	b := s.b
	for i < limit {
		if i+8 <= len(b) {
			m := special(binary.LittleEndian.Uint64(b[i:]))
			if m == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(m) >> 3
		} else if i >= len(b) {
			return span{}, i, short
		}
		switch c := b[i]; c {
		case '"':
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
			if kind |= coded; veils(hex4(b[i+2:])) {
				s.plain = false
				kind |= veiled
			}
			i += n
		case '\n':
			s.why = errOpenString
			return span{}, i, malformed
		default: // nothing special, or too near the end for eight bytes
			i++
		}
	}
	return s.findLong(from, i, kind)
}

// findLong is findText from i on, where no escape is open, of a string that is not
// short.
func (s *scanner) findLong(from, i int, kind form) (span, int, status) {
	n, ended := quoted(s.b[i:])
	raw := s.b[i : i+n]
	if !ended || bytes.IndexByte(raw, '\n') >= 0 {
		return s.findWithin(from, i, kind, math.MaxInt) // Slow path: it is broken, or goes on.
	}
	if slash := bytes.IndexByte(raw, '\\'); slash >= 0 {
		escapes, known := knownEscapes(raw[slash:])
		if !known {
			return s.findWithin(from, i, kind, math.MaxInt) // Slow path: something is odd.
		}
		if kind |= escapes; escapes&veiled != 0 {
			s.plain = false
		}
	}
	return span{uint32(from), uint32(i + n), kind}, i + n + 1, done
}

// quoted returns the length of b up to a quote that is not escaped, or all of
// it, and whether there is one.
func quoted(b []byte) (int, bool) {
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], '"')
		if i < 0 {
			return len(b), false
		}
		i += from
		if slashes(b[from:i])%2 == 0 {
			return i, true
		}
		from = i + 1
	}
}

// slashes returns how many backslashes b ends with.
func slashes(b []byte) int {
	n := 0
	for n < len(b) && b[len(b)-1-n] == '\\' {
		n++
	}
	return n
}

// text reads a string that was found.
func (s *scanner) text(raw []byte, f form) string {
	switch {
	case f&escaped != 0:
		return s.unescape(raw)
	case !scan.IsASCII(raw) && !utf8.Valid(raw):
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

// repair returns raw with each byte that is no UTF-8 replaced, as encoding/json
// does.
func (s *scanner) repair(raw []byte) string { return string(scan.AppendText(nil, raw)) }
