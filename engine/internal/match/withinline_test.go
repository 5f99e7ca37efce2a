package match_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// An expression that is asked of some lines only says what it says of the whole text.
func TestRegexpWithinLine(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var texts []string
	for range 2000 {
		var b strings.Builder
		for range r.IntN(30) {
			b.WriteString([]string{"ab", "AB", "c", "x", "\n", "\r\n", " ", "\u212a", "\u00c4", "\xff"}[r.IntN(10)])
		}
		texts = append(texts, b.String())
	}
	for _, expr := range []string{
		"ab.*c", "(?i)ab.{0,3}c", "ab.+x.+c", `\bab\b`, "(?m)^ab$", "(?m)^x*ab.c$", "ab|abc", "ab(c|x).*k", "(?i)ab.*k", // within a line
		"(?s)ab.*c", "ab[^x]c", `ab\s+c`, `\Aab`, `ab\z`, "^ab", "ab$", "ab\nc", "ab[\\x00-\\x1f]", "ab\\W", // not all of them
	} {
		whole := regexp.MustCompile(expr)
		for _, text := range texts {
			_, got := ask(t, f(ir.Regexp, re(expr)), []event.Value{event.TextValue(text)})
			if want := whole.MatchString(text); got != want {
				t.Fatalf("%s of %q: %v, want %v", expr, text, got, want)
			}
		}
	}
}

// atoms are what random expressions are made of: ends of lines and of texts, what matches
// them, and what folds to something else.
var atoms = []string{
	"ab", "k", "s", "\u00e4", "\u03c3", ".", "1", "[^x]", `[^x\n]`, `\s`, `\S`, `\w`, `\W`, `\b`, `\B`, "^", "$", `\A`, `\z`, `\n`, `\r`, "\x00",
	"(?i:k)", "(?i:s)", "(?s:.)", "(?m:^)", "(?m:$)", `\PL`, `[\s\S]`, "[[:^alpha:]]", "\ufffd",
}

// expression returns a random expression, with groups in groups down to depth.
func expression(r *rand.Rand, depth int) string {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		if depth > 0 && r.IntN(4) == 0 {
			b.WriteString("(" + expression(r, depth-1) + ")")
		} else {
			b.WriteString("(?:" + atoms[r.IntN(len(atoms))] + ")")
		}
		b.WriteString([]string{"", "", "", "*", "+", "?", "{2}", "+?", "|"}[r.IntN(9)])
	}
	return b.String()
}

// Random expressions say what they say without all that is asked before them.
func TestRegexpAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 4))
	pieces := []string{"ab", "AB", "x", "\n", "\r\n", "\r", " ", "\u212a", "\u017f", "K", "S", "\n", "ab", "\u00c4", "\u03c2", "\xff", "\xc3", "\x00", "\u023a", "\u2028", "\ufffd", "_", "1"}
	for range 500 {
		expr := []string{"", "(?i)", "(?m)", "(?s)", "(?im)"}[r.IntN(5)] + expression(r, 1) + "ab" + expression(r, 1) // it needs something
		whole, asked := regexp.MustCompile(expr), f(ir.Regexp, re(expr))
		for range 40 {
			text := ""
			for range r.IntN(14) {
				text += pieces[r.IntN(len(pieces))]
			}
			_, got := ask(t, asked, []event.Value{event.TextValue(text)})
			if want := whole.MatchString(text); got != want {
				t.Fatalf("%q of %q: %v, want %v", expr, text, got, want)
			}
		}
	}
}
