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
	need    []Required // texts that are in whatever it matches, in the order of asking
	pattern int
}

func newRegex(re *regexp.Regexp, pattern int) *regex {
	need := RequiredOf(re)
	slices.SortStableFunc(need, func(a, b Required) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(b.signs(), a.signs()))
	})
	return &regex{re: re, need: slices.CompactFunc(need, slices.Equal[Required]), pattern: pattern}
}

func (r *regex) Match(f *Field) (Hit, bool) {
	faces := f.all()
	if len(r.need) > 0 {
		faces = f.fold()
	}
	for i := range faces {
		if fc := &faces[i]; !fc.entire && r.may(fc.folded) && r.search(fc) {
			return Hit{fc.value, r.pattern}, true
		}
	}
	return Hit{-1, -1}, false
}

// may reports whether folded has what the expression needs.
func (r *regex) may(folded []byte) bool {
	for _, texts := range r.need {
		if !texts.in(folded) {
			return false
		}
	}
	return true
}

func (r *regex) search(fc *face) bool {
	if fc.made {
		return r.re.Match(fc.text)
	}
	return r.re.MatchString(fc.raw)
}

func (r *regex) Cost() Cost { return Expression }
