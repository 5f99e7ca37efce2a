package match

import (
	"cmp"
	"regexp"
	"regexp/syntax"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/view"
)

// regex searches every face of a field for an expression. The expression knows
// itself whether case counts.
type regex struct {
	re      *regexp.Regexp
	signs   []Required // what it needs that folding leaves as it is
	need    []Required // what it needs beside that, in the order of asking
	pattern int

	withinLine bool // see isWithinLine; and it needs something
}

func newRegex(re *regexp.Regexp, pattern int) *regex {
	r := &regex{re: re, pattern: pattern}
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return r
	}
	need := requiredOf(tree)
	slices.SortStableFunc(need, func(a, b Required) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(b.signs(), a.signs()))
	})
	for _, list := range slices.CompactFunc(need, slices.Equal[Required]) {
		if list.isSigns() {
			r.signs = append(r.signs, list)
		} else {
			r.need = append(r.need, list)
		}
	}
	r.withinLine = len(r.need) > 0 && isWithinLine(tree)
	return r
}

func (r *regex) Match(f *view.Field) (Hit, bool) {
	faces := f.Faces()
	for i := range faces {
		fc := &faces[i]
		text := fc.Bytes()
		if fc.Entire || !haveAll(text, r.signs) {
			continue
		}
		folded := text // where nothing is needed of it
		if len(r.need) > 0 {
			folded = f.Folded(i)
		}
		if haveAll(folded, r.need) && r.matches(text, folded) {
			return Hit{fc.Value, r.pattern}, true
		}
	}
	return Hit{-1, -1}, false
}

// haveAll reports whether text has one of each list.
func haveAll(text []byte, lists []Required) bool {
	for _, list := range lists {
		if !list.in(text) {
			return false
		}
	}
	return true
}

func (r *regex) Cost() Cost { return Expression }
