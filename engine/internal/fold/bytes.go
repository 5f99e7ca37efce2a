package fold

import "unsafe"

// Bytes returns the bytes of s without copying them. They must not be written to.
// The one place for it: so each search is written once, for the texts of events
// and for folded ones.
func Bytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// Load returns the first eight bytes of s.
func Load[T string | []byte](s T) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
