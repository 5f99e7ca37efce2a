package jsonl

import (
	"encoding/binary"
	"math/bits"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Eight bytes at a time: zeros(x) has the high bit set in the first byte of x
// that is zero, so zeros(w ^ quotes) finds the first quote in w.
const (
	ones   = 0x0101010101010101
	highs  = 0x8080808080808080
	quotes = '"' * ones
	slants = '\\' * ones
	feeds  = '\n' * ones
)

func zeros(x uint64) uint64 { return (x - ones) &^ x & highs }

// text passes over a string, s.i being behind its opening quote, and leaves s.i
// behind the closing one.
func (s *scanner) text() (form, status) {
	b, i := s.b, s.i
	var seen uint64 // all bytes looked at, some behind the string among them: foreign is only a suspicion
	f := plain
	for {
		for i+8 <= len(b) {
			w := binary.LittleEndian.Uint64(b[i:])
			seen |= w
			if m := zeros(w^quotes) | zeros(w^slants) | zeros(w^feeds); m != 0 {
				i += bits.TrailingZeros64(m) >> 3
				break
			}
			i += 8
		}
		if i == len(b) {
			return f, short
		}
		switch c := b[i]; c {
		case '"':
			s.i = i + 1
			if f == plain && seen&highs != 0 {
				f = foreign
			}
			return f, done
		case '\\':
			n := escape(b[i:])
			if n <= 0 {
				s.i = i
				return f, s.badEscape(n)
			}
			f = escaped
			i += n
		case '\n':
			s.i = i
			s.why = errOpenString
			return f, malformed
		default:
			seen |= uint64(c)
			i++
		}
	}
}

// escape returns the length of the escape that b begins with, 0 when b ends
// within it, -1 when there is no such escape.
func escape(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	if simple[b[1]] != 0 {
		return 2
	}
	if b[1] != 'u' {
		return -1
	}
	for i := 2; i < 6; i++ {
		if i == len(b) {
			return 0
		}
		if unhex(b[i]) < 0 {
			return -1
		}
	}
	return 6
}

func (s *scanner) badEscape(n int) status {
	if n == 0 {
		return short
	}
	s.why = errEscape
	return malformed
}

// number passes over a number: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
func (s *scanner) number(name *scan.Name) status {
	b, from, f := s.b, s.i, integer
	i := from
	if b[i] == '-' {
		i++
	}
	first := i
	i = digits(b, i)
	if i == first || b[first] == '0' && i > first+1 {
		return s.badNumber(i)
	}
	if i < len(b) && b[i] == '.' {
		f = decimal
		frac := i + 1
		if i = digits(b, frac); i == frac {
			return s.badNumber(i)
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		f = decimal
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		exp := i
		if i = digits(b, exp); i == exp {
			return s.badNumber(i)
		}
	}
	if i == len(b) {
		return short
	}
	s.i = i
	return s.add(name, from, i, f)
}

// digits returns the index of the first byte of b from i on that is no digit.
func digits(b []byte, i int) int {
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	return i
}

func (s *scanner) badNumber(i int) status {
	if i == len(s.b) {
		return short
	}
	s.i = i
	s.why = errNumber
	return malformed
}
