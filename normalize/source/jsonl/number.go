package jsonl

import (
	"math"

	"github.com/rulehound/rulehound/normalize/event"
)

// findNumber finds a number: -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
func (s *scanner) findNumber(from int) (span, int, status) {
	b, i := s.b, from
	if b[i] == '-' {
		i++
	}
	first := i
	if i = digits(b, i); i == first || b[first] == '0' && i > first+1 {
		return s.badNumber(i)
	}
	if i < len(b) && b[i] == '.' {
		frac := i + 1
		if i = digits(b, frac); i == frac {
			return s.badNumber(i)
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
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
		return span{}, i, short
	}
	return span{uint32(from), uint32(i), number}, i, done
}

// number reads a number that was found.
func (s *scanner) number(b []byte) event.Value {
	raw := s.keep(b)
	negative := b[0] == '-'
	if negative {
		b = b[1:]
	}
	var u uint64
	for _, c := range b {
		if c < '0' || '9' < c {
			return parse(event.Float, raw)
		}
		u = 10*u + uint64(c-'0')
	}
	switch {
	case len(b) > 19: // nineteen digits add up without overflow
		return parse(event.Int, raw)
	case !negative && u <= math.MaxInt64:
		return event.Typed(event.Int, raw, u)
	case !negative:
		return event.Typed(event.Uint, raw, u)
	case u <= -math.MinInt64:
		return event.Typed(event.Int, raw, -u)
	}
	return parse(event.Int, raw)
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

// digits returns the index of the first byte of b from i on that is no digit.
func digits(b []byte, i int) int {
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	return i
}

func (s *scanner) badNumber(i int) (span, int, status) {
	if i == len(s.b) {
		return span{}, i, short
	}
	s.why = errNumber
	return span{}, i, malformed
}
