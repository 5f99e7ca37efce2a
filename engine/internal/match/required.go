package match

import (
	"bytes"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// Required is a list of folded texts of which at least one stands in every text
// that a regular expression matches. An empty list says nothing.
type Required []string

// in reports whether text, folded, has one of them.
func (r Required) in(text []byte) bool {
	for _, s := range r {
		if bytes.Contains(text, []byte(s)) {
			return true
		}
	}
	return len(r) == 0
}

// RequiredOf returns the best list for re: the one whose shortest text is the
// longest.
func RequiredOf(re *regexp.Regexp) Required {
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return nil
	}
	return required(tree)
}

const (
	maxRequired = 64 // texts in a list
	maxClass    = 4  // characters of a class that is taken apart
)

func required(re *syntax.Regexp) Required {
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
		var best Required
		for _, sub := range re.Sub {
			if r := required(sub); r.better(best) {
				best = r
			}
		}
		return best
	case syntax.OpAlternate:
		return requiredAny(re.Sub)
	}
	return nil
}

// requiredText returns s unless an expression could match it in bytes that do
// not hold it: invalid UTF-8 reads as U+FFFD.
func requiredText(s string) Required {
	if s == "" || strings.ContainsRune(s, utf8.RuneError) {
		return nil
	}
	return Required{Fold(s)}
}

// requiredClass takes a small class of characters apart: pairs of first and last.
func requiredClass(ranges []rune) Required {
	var all Required
	for i := 0; i+1 < len(ranges); i += 2 {
		for c := ranges[i]; c <= ranges[i+1]; c++ {
			r := requiredText(string(c))
			if r == nil || len(all) == 2*maxClass {
				return nil
			}
			all = append(all, r...)
		}
	}
	slices.Sort(all)
	if all = slices.Compact(all); len(all) > maxClass {
		return nil
	}
	return all
}

func requiredAny(subs []*syntax.Regexp) Required {
	var all Required
	for _, sub := range subs {
		r := required(sub)
		if len(r) == 0 || len(all)+len(r) > maxRequired {
			return nil
		}
		all = append(all, r...)
	}
	return all
}

func (r Required) better(than Required) bool {
	switch {
	case len(r) == 0:
		return false
	case len(than) == 0:
		return true
	case r.shortest() != than.shortest():
		return r.shortest() > than.shortest()
	}
	return len(r) < len(than)
}

func (r Required) shortest() int {
	n := len(r[0])
	for _, s := range r {
		n = min(n, len(s))
	}
	return n
}
