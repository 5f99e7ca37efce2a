package jsonl

import (
	"math"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// number reads a number: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
func (s *scanner) number(name *scan.Name, from int) (int, status) {
	b, i := s.b, from
	if b[i] == '-' {
		i++
	}
	first := i
	i, u := digits(b, i)
	if i == first || b[first] == '0' && i > first+1 {
		return s.badNumber(i)
	}
	small := i-first < 20 // nineteen digits add up without overflow
	kind := event.Int
	if i < len(b) && b[i] == '.' {
		kind = event.Float
		frac := i + 1
		if i, _ = digits(b, frac); i == frac {
			return s.badNumber(i)
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		kind = event.Float
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		exp := i
		if i, _ = digits(b, exp); i == exp {
			return s.badNumber(i)
		}
	}
	if i == len(b) {
		return i, short
	}
	raw := s.keep(b[from:i])
	switch {
	case kind == event.Float || !small:
	case first == from && u <= math.MaxInt64:
		return i, s.add(name, event.Typed(event.Int, raw, u))
	case first == from:
		return i, s.add(name, event.Typed(event.Uint, raw, u))
	case u <= -math.MinInt64:
		return i, s.add(name, event.Typed(event.Int, raw, -u))
	}
	return i, s.add(name, parse(kind, raw))
}

// parse returns the value of a number that takes more than adding up its digits;
// k is Float where it is spelt as one. What fits nothing is Text.
func parse(k event.Kind, raw string) event.Value {
	if k == event.Int {
		if v, ok := event.Parse(event.Uint, raw); ok {
			return v
		}
	}
	v, _ := event.Parse(event.Float, raw)
	return v
}

// digits returns the index of the first byte of b from i on that is no digit,
// and what the digits add up to, modulo 2⁶⁴.
func digits(b []byte, i int) (int, uint64) {
	var u uint64
	for ; i < len(b) && '0' <= b[i] && b[i] <= '9'; i++ {
		u = 10*u + uint64(b[i]-'0')
	}
	return i, u
}

// keep returns the text of a number.
func (s *scanner) keep(raw []byte) string {
	at := s.slab.At
	if len(raw) > len(s.slab.Buf)-at {
		s.slab.Grow(at, len(raw))
		at = 0
	}
	s.slab.At += copy(s.slab.Buf[at:], raw)
	return s.slab.Text(at)
}

func (s *scanner) badNumber(i int) (int, status) {
	if i == len(s.b) {
		return i, short
	}
	s.why = errNumber
	return i, malformed
}
