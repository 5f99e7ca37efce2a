package exprlang_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/expr-lang/expr"

	"github.com/rulehound/rulehound/rules/ir"
)

// The equation: over an event that has every field, once, with one face, the
// lowered tree is true when expr's own machine says that the expression is.
// With that, expr and this package can only differ in what the package
// documentation says of absent fields, several values and faces.

// texts and numbers of the differential events.
var (
	someTexts   = []string{"", "a", "A", "ab", "b", "Ab c", "é", "1", "x-y"}
	someNumbers = []int{0, 1, 2, 5, -1, 1 << 33}
)

var textFields = []string{"Image", "CommandLine", "ParentImage"}
var numberFields = []string{"EventID", "Level", "ProcessId"}

// source makes a random well-typed expression out of choices.
type source struct {
	rng   *rand.Rand
	depth int
}

func (s *source) pick(options ...func() string) string { return options[s.rng.IntN(len(options))]() }

func (s *source) condition() string {
	if s.depth++; s.depth > 12 {
		return "true"
	}
	compare := func() string { return s.comparison() }
	return s.pick(compare, compare, compare,
		func() string { return s.condition() + " and " + s.condition() },
		func() string { return "(" + s.condition() + " or " + s.condition() + ")" },
		func() string { return "not (" + s.condition() + ")" },
		func() string { return "((" + s.condition() + ") ? " + s.condition() + " : " + s.condition() + ")" },
		func() string { return "((" + s.condition() + ") == (" + s.condition() + "))" },
		func() string {
			return fmt.Sprintf("(let v = %s; %s == v or v contains %s)", s.text(), s.text(), s.text())
		},
		func() string {
			quantifier := s.pick(word("any"), word("all"), word("none"), word("one"))
			return fmt.Sprintf("%s([%s, %s], {# %s %s})", quantifier, s.textLiteral(), s.textLiteral(), s.textOp(), s.text())
		},
		func() string {
			return fmt.Sprintf("count([%s, %s, %s], {%s %s #}) %s %d", s.textLiteral(), s.textLiteral(), s.textLiteral(), s.text(), s.textOp(), s.numberOp(), s.rng.IntN(4))
		},
		func() string {
			return fmt.Sprintf("any(split(%s, \"b\"), {# %s %s})", s.text(), s.textOp(), s.textLiteral())
		},
	)
}

func word(w string) func() string { return func() string { return w } }

func (s *source) comparison() string {
	return s.pick(
		func() string { return fmt.Sprintf("%s %s %s", s.text(), s.textOp(), s.text()) },
		func() string { return fmt.Sprintf("%s %s %s", s.number(), s.numberOp(), s.number()) },
		func() string { return fmt.Sprintf("%s in [%s, %s]", s.text(), s.textLiteral(), s.textLiteral()) },
		func() string {
			return fmt.Sprintf("%s not in [%s, %s]", s.number(), s.numberLiteral(), s.numberLiteral())
		},
		func() string { return fmt.Sprintf("%s < %s", s.text(), s.textLiteral()) },
		func() string { return fmt.Sprintf("%s in 0..3", s.number()) },
		func() string { return fmt.Sprintf("%s matches \"^[ab]\"", s.text()) },
		func() string { return fmt.Sprintf("%s not contains %s", s.text(), s.textLiteral()) },
	)
}

func (s *source) textOp() string {
	return s.pick(word("=="), word("!="), word("contains"), word("startsWith"), word("endsWith"))
}

func (s *source) numberOp() string {
	return s.pick(word("=="), word("!="), word("<"), word("<="), word(">"), word(">="))
}

func (s *source) textLiteral() string {
	return fmt.Sprintf("%q", someTexts[s.rng.IntN(len(someTexts))])
}

func (s *source) numberLiteral() string {
	return fmt.Sprint(someNumbers[s.rng.IntN(len(someNumbers))])
}

func (s *source) text() string {
	if s.depth++; s.depth > 24 {
		return s.textLiteral()
	}
	field := func() string { return textFields[s.rng.IntN(len(textFields))] }
	return s.pick(field, field, s.textLiteral,
		func() string { return "lower(" + s.text() + ")" },
		func() string { return "(" + s.text() + " + " + s.text() + ")" },
		func() string { return "((" + s.condition() + ") ? " + s.text() + " : " + s.text() + ")" },
		func() string { return "(" + field() + " ?? " + s.text() + ")" },
	)
}

func (s *source) number() string {
	if s.depth++; s.depth > 24 {
		return s.numberLiteral()
	}
	field := func() string { return numberFields[s.rng.IntN(len(numberFields))] }
	return s.pick(field, field, s.numberLiteral,
		func() string { return "(" + s.number() + " + " + s.number() + ")" },
		func() string { return "len(" + s.text() + ")" },
		func() string { return "((" + s.condition() + ") ? " + s.number() + " : " + s.number() + ")" },
	)
}

// check loads src and compares the two evaluations over an event.
func check(t *testing.T, src string, rng *rand.Rand) {
	r, problems := parse(t, src)
	if r == nil {
		for _, p := range problems {
			if p.Code == "expr-limit" || strings.Contains(p.Msg, "mismatched types") {
				return
			}
		}
		t.Fatalf("%s: %v", src, problems)
	}
	for range 10 {
		env := map[string]any{}
		for _, name := range textFields {
			env[name] = someTexts[rng.IntN(len(someTexts))]
		}
		for _, name := range numberFields {
			env[name] = someNumbers[rng.IntN(len(someNumbers))]
		}
		want, err := expr.Eval(src, env)
		if err != nil {
			continue
		}
		if got := holds(t, r.Condition, eventOf(env)); got != want {
			t.Fatalf("%s\nover %v is %v, expr says %v\n%s", src, env, got, want, ir.Format(r.Condition))
		}
	}
}

func FuzzLoweredEqualsMachine(f *testing.F) {
	for i := range uint64(20) {
		f.Add(i, i*i)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		rng := rand.New(rand.NewPCG(a, b))
		check(t, (&source{rng: rng}).condition(), rng)
	})
}

func TestLoweredEqualsMachine(t *testing.T) {
	n := uint64(600)
	if testing.Short() {
		n = 100
	}
	for i := range n {
		rng := rand.New(rand.NewPCG(i, 1))
		check(t, (&source{rng: rng}).condition(), rng)
	}
}
