package match

import (
	"bytes"
	"cmp"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rulehound/rulehound/engine/internal/fold"
)

// Required is a list of folded texts of which at least one stands in every text
// that a regular expression matches.
type Required []string

// in reports whether text, folded, has one of them.
func (r Required) in(text []byte) bool {
	for _, s := range r {
		if bytes.Contains(text, []byte(s)) {
			return true
		}
	}
	return false
}

// RequiredOf returns such lists for re, the most telling first: the one whose
// shortest text is the longest. There may be none.
//
//	(foo|quux).*&&\s*set  →  && set, then foo quux
func RequiredOf(re *regexp.Regexp) []Required {
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return nil
	}
	return requiredOf(tree)
}

func requiredOf(tree *syntax.Regexp) []Required {
	lists := required(tree)
	slices.SortStableFunc(lists, func(a, b Required) int {
		return cmp.Or(cmp.Compare(b.Shortest(), a.Shortest()), cmp.Compare(len(a), len(b)))
	})
	return lists[:min(len(lists), maxLists)]
}

const (
	maxLists    = 4
	maxRequired = 64 // texts in a list
	maxClass    = 4  // characters of a class that is taken apart
)

func required(re *syntax.Regexp) []Required {
	switch re.Op {
	case syntax.OpLiteral:
		return requiredText(string(re.Rune))
	case syntax.OpCharClass:
		return requiredClass(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		var all []Required
		for _, sub := range re.Sub {
			all = append(all, required(sub)...)
		}
		return all
	case syntax.OpAlternate:
		return requiredAny(re.Sub)
	}
	return nil
}

// requiredText returns s unless an expression could match it in bytes that do
// not hold it: invalid UTF-8 reads as U+FFFD.
func requiredText(s string) []Required {
	if s == "" || strings.ContainsRune(s, utf8.RuneError) {
		return nil
	}
	return []Required{{fold.String(s)}}
}

// requiredClass takes a small class of characters apart: pairs of first and last.
func requiredClass(ranges []rune) []Required {
	var all Required
	for i := 0; i+1 < len(ranges); i += 2 {
		for c := ranges[i]; c <= ranges[i+1]; c++ {
			text := requiredText(string(c))
			if text == nil || len(all) == 2*maxClass {
				return nil
			}
			all = append(all, text[0]...)
		}
	}
	slices.Sort(all)
	if all = slices.Compact(all); len(all) == 0 || len(all) > maxClass {
		return nil
	}
	return []Required{all}
}

// requiredAny joins the best lists of alternatives.
func requiredAny(subs []*syntax.Regexp) []Required {
	var all Required
	for _, sub := range subs {
		lists := required(sub)
		if len(lists) == 0 {
			return nil
		}
		all = append(all, slices.MaxFunc(lists, func(a, b Required) int { return cmp.Compare(a.Shortest(), b.Shortest()) })...)
	}
	if len(all) == 0 || len(all) > maxRequired {
		return nil
	}
	return []Required{all}
}

// Shortest returns the length of the shortest.
func (r Required) Shortest() int {
	n := len(r[0])
	for _, s := range r {
		n = min(n, len(s))
	}
	return n
}

// signs returns how many characters of the text with the fewest are neither letters nor
// digits: texts with such are the rarest.
//
//	environment invoke  →  0
//	&&                  →  2
func (r Required) signs() int {
	least := len(r[0])
	for _, s := range r {
		least = min(least, signs(s))
	}
	return least
}

// isSigns reports whether the texts have nothing else. Folding leaves that as it is.
func (r Required) isSigns() bool {
	return !slices.ContainsFunc(r, func(s string) bool { return signs(s) < len(s) })
}

// AreSigns reports whether each consists of two signs or more, none of them a blank.
func (r Required) AreSigns() bool {
	return r.isSigns() && r.Shortest() > 1 && !slices.ContainsFunc(r, func(s string) bool { return strings.ContainsAny(s, blanks) })
}

func signs(s string) int {
	n := 0
	for i := range len(s) {
		if c := s[i]; c < utf8.RuneSelf && (c < '0' || '9' < c && c < 'A' || 'Z' < c && c < 'a' || 'z' < c) {
			n++
		}
	}
	return n
}
