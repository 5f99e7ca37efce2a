package jsonl

import (
	"encoding/binary"
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
