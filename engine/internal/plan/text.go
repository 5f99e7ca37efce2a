package plan

import "github.com/rulehound/rulehound/engine/internal/match"

// isAt reports whether the folded literal stands at t[start:], which may be out
// of bounds. Literals are looked for in folded texts and in those that events
// have, which are folded byte by byte on the way where that is enough (see
// slotIndex.readsBytes). So most texts are never copied.
func isAt(t []byte, start int, literal []byte) bool {
	if start < 0 || len(t)-start < len(literal) {
		return false
	}
	t = t[start : start+len(literal)]
	for i, c := range literal {
		if match.Lower(t[i]) != c {
			return false
		}
	}
	return true
}
