package match

import "bytes"

// startsWith finds a literal at the start of a text.
type startsWith struct {
	literal []byte
	pattern int
}

func (s startsWith) find(text []byte) int {
	if bytes.HasPrefix(text, s.literal) {
		return s.pattern
	}
	return -1
}

func (s startsWith) only() int { return s.pattern }
