package match

import (
	"bytes"
	"regexp/syntax"
	"slices"
)

// isWithinLine reports whether what matches an expression stands in one line, and would if
// the line were all there is: it takes no end of a line, and asks for no end of a text.
//
//	cmd.{0,5}/c.+powershell  →  yes
//	net\s+user, \Anet user   →  no
func isWithinLine(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpAnyChar, syntax.OpBeginText, syntax.OpEndText:
		return false
	case syntax.OpLiteral:
		return !slices.Contains(re.Rune, '\n')
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if re.Rune[i] <= '\n' && '\n' <= re.Rune[i+1] {
				return false
			}
		}
	}
	return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !isWithinLine(sub) })
}

// matches reports whether text, which has all that the expression needs, matches it. Of a
// text of many lines it looks at those that have all of it.
func (r *regex) matches(text, folded []byte) bool {
	if !r.withinLine || len(r.need[0]) > 1 || len(folded) < len(text) {
		return r.re.Match(text)
	}
	for rare := []byte(r.need[0][0]); ; {
		at := bytes.Index(folded, rare)
		if at < 0 {
			return false
		}
		start, end := bytes.LastIndexByte(folded[:at], '\n')+1, len(folded)
		if i := bytes.IndexByte(folded[at:], '\n'); i >= 0 {
			end = at + i
		}
		if haveAll(text[start:end], r.signs) && haveAll(folded[start:end], r.need) && r.re.Match(text[start:end]) {
			return true
		}
		text, folded = text[end:], folded[end:]
	}
}
