package match

import "bytes"

// endsWith finds a literal at the end of a text.
type endsWith struct {
	literal []byte
	pattern int
}

func (e endsWith) find(text []byte) int {
	if bytes.HasSuffix(text, e.literal) {
		return e.pattern
	}
	return -1
}

func (e endsWith) only() int { return e.pattern }
