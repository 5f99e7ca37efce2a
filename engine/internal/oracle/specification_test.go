package oracle_test

import (
	"iter"
	"os"
	"strings"
	"testing"
)

// TestSpecification: testdata/specification.txt has a case for every sentence
// that says what a rule on single events does.
func TestSpecification(t *testing.T) {
	for name, cases := range sentences(t, "testdata/specification.txt") {
		t.Run(name, func(t *testing.T) { sentenceHolds(t, cases) })
	}
}

// sentences yields the sentences of a file and the cases below them.
func sentences(t *testing.T, file string) iter.Seq2[string, string] {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(src), "\n\n")
	return func(yield func(name, cases string) bool) {
		for sentence := range strings.SplitSeq(strings.TrimPrefix(body, "# "), "\n# ") {
			if name, cases, _ := strings.Cut(sentence, "\n"); !yield(name, cases) {
				return
			}
		}
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
