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
