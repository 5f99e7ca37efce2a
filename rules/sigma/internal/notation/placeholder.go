package notation

import (
	"strings"
	"unicode"
)

// PlaceholderName returns the name of the placeholder whose percent sign s
// follows, "" when there is none.
func PlaceholderName(s string) string {
	name, _, closed := strings.Cut(s, "%")
	odd := func(r rune) bool { return !isWord(r) && !unicode.IsMark(r) && r != '-' && r != '.' }
	if !closed || strings.ContainsFunc(name, odd) {
		return ""
	}
	return name
}

// Product returns every head followed by every tail.
func Product(heads, tails []Pattern) []Pattern {
	out := make([]Pattern, 0, len(heads)*len(tails))
	for _, head := range heads {
		for _, tail := range tails {
			p := clone(head)
			for _, piece := range tail {
				p = p.add(piece)
			}
			out = append(out, p)
		}
	}
	return out
}

// clone returns a copy that can be added to while p is added to as well.
func clone(p Pattern) Pattern { return append(make(Pattern, 0, len(p)+1), p...) }
