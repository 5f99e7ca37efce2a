package oracle_test

import (
	"os"
	"strings"
	"testing"
)

// TestSpecification: testdata/specification.txt has a case for every sentence
// that says what a rule on single events does.
func TestSpecification(t *testing.T) {
	src, err := os.ReadFile("testdata/specification.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(src), "\n\n")
	for sentence := range strings.SplitSeq(strings.TrimPrefix(body, "# "), "\n# ") {
		name, cases, _ := strings.Cut(sentence, "\n")
		t.Run(name, func(t *testing.T) { sentenceHolds(t, cases) })
	}
}

// sentenceHolds goes through rules and what both evaluators must say of them.
func sentenceHolds(t *testing.T, cases string) {
	rule, asked := "", 0
	for line := range strings.Lines(cases) {
		claim, isClaim := strings.CutPrefix(strings.TrimRight(line, "\n"), " ")
		if !isClaim {
			rule = ruleOf(t, "`"+claim+"`")
			continue
		}
		asked++
		switch verb, what, _ := strings.Cut(claim, " "); verb {
		case "yes", "no":
			decided(t, rule, what, verb == "yes")
		case "refused":
			refused(t, rule, what)
		case "warned":
			warned(t, rule, what)
		default:
			t.Errorf("%q claims nothing", claim)
		}
	}
	if asked == 0 {
		t.Error("nothing is asked")
	}
}
