package scan

import (
	"bytes"
	"encoding/binary"
)

// IsASCII reports whether b has nothing but ASCII.
func IsASCII(b []byte) bool {
	const highs = 0x8080808080808080
	var all uint64 // bytes, in one another
	for ; len(b) >= 32; b = b[32:] {
		all |= binary.LittleEndian.Uint64(b) | binary.LittleEndian.Uint64(b[8:]) | binary.LittleEndian.Uint64(b[16:]) | binary.LittleEndian.Uint64(b[24:])
	}
	for ; len(b) >= 8; b = b[8:] {
		all |= binary.LittleEndian.Uint64(b)
	}
	for _, c := range b {
		all |= uint64(c)
	}
	return all&highs == 0
}

// HidesASCII reports whether b, which is UTF-8, has characters that are no ASCII but
// fold to ASCII letters.
func HidesASCII(b []byte) bool {
	return !IsASCII(b) && (bytes.Contains(b, kelvin) || bytes.Contains(b, longS))
}

var kelvin, longS = []byte("\u212a"), []byte("\u017f")
