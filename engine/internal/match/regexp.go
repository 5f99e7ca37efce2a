package match

import "regexp"

// regex searches every face of a field for an expression. The expression knows
// itself whether case counts.
type regex struct {
	re      *regexp.Regexp
	need    []Required // texts that are in whatever it matches
	pattern int
}

func newRegex(re *regexp.Regexp, pattern int) *regex {
	return &regex{re: re, need: RequiredOf(re), pattern: pattern}
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
