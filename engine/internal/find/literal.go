package find

import "github.com/rulehound/rulehound/engine/internal/fold"

// Literal is a text to find, folded, and not empty.
type Literal struct {
	Text []byte
	ID   int32 // its number, as [Hits] have it
}

// isAt reports whether the folded literal stands at t[start:], which may be out
// of bounds. Literals are looked for in folded texts and in those that events
// have, which are folded byte by byte on the way where that is enough (see
// [fold.HidesASCII]). So most texts are never copied.
func isAt(t []byte, start int, literal []byte) bool {
	if start < 0 || len(t)-start < len(literal) {
		return false
	}
	t = t[start : start+len(literal)]
	for i, c := range literal {
		if fold.Lower(t[i]) != c {
			return false
		}
	}
	return true
}
