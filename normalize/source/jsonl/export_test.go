package jsonl

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
)

// BlocksOf is Blocks with blocks of about size bytes.
var BlocksOf = blocks

// Special returns the index of the first of eight bytes that special finds, -1 for none.
func Special(b []byte) int {
	m := special(binary.LittleEndian.Uint64(b))
	if m == 0 {
		return -1
	}
	return bits.TrailingZeros64(m) >> 3
}

// FindText says where the string in b ends, as found fast and as found word by word.
func FindText(b []byte) (fast, slow string) {
	show := func(find func(s *scanner) (span, int, status)) string {
		s := newScanner()
		s.b, s.plain = b, true
		at, end, st := find(s)
		if st == done {
			return fmt.Sprint(at, end, s.plain)
		}
		return fmt.Sprint(st, s.why)
	}
	fast = show(func(s *scanner) (span, int, status) { return s.findText(0) })
	slow = show(func(s *scanner) (span, int, status) { return s.findWithin(0, 0, text, math.MaxInt) })
	return fast, slow
}

var KnownEscapes = knownEscapes
