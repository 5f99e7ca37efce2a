package plan

import "github.com/rulehound/rulehound/engine/internal/match"

// text is what literals are looked for in: a folded text, or one as the event
// has it, which is folded byte by byte on the way where that is enough (see
// slotIndex.readsBytes). So most texts are never copied.
type text interface{ string | []byte }

// isAt reports whether the folded literal stands at t[start:], which may be out
// of bounds.
func isAt[T text](t T, start int, literal []byte) bool {
	if start < 0 || len(t)-start < len(literal) {
		return false
	}
	for i, c := range literal {
		if match.Lower(t[start+i]) != c {
			return false
		}
	}
	return true
}
