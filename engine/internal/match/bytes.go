package match

import "unsafe"

// Bytes returns the bytes of s without copying them. They must not be written to.
// The one place for it: so each search is written once, for the texts of events
// and for folded ones.
func Bytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
