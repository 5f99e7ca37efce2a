package match

import "bytes"

// contains finds a literal anywhere in a text. The empty one is in every text.
type contains struct {
	literal []byte
	pattern int
}

func (c contains) find(text []byte) int {
	if bytes.Contains(text, c.literal) {
		return c.pattern
	}
	return -1
}

func (c contains) only() int { return c.pattern }
