package match

import (
	"cmp"
	"regexp"
	"slices"
)

// regex searches every face of a field for an expression. The expression knows
// itself whether case counts.
type regex struct {
	re      *regexp.Regexp
	signs   []Required // what it needs that folding leaves as it is
	need    []Required // what it needs beside that, in the order of asking
	pattern int
}

func newRegex(re *regexp.Regexp, pattern int) *regex {
	r := &regex{re: re, pattern: pattern}
	need := RequiredOf(re)
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
	return r
}

func (r *regex) Match(f *Field) (Hit, bool) {
	for i := range f.all() {
		fc := &f.faces[i]
		if text := fc.bytes(); !fc.entire && haveAll(text, r.signs) && (len(r.need) == 0 || haveAll(f.Folded(i), r.need)) && r.re.Match(text) {
			return Hit{fc.value, r.pattern}, true
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
