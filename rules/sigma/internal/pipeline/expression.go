package pipeline

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// expressionOf reads names of conditions that are joined by not, and, or and
// brackets, which bind in that order. Every condition must be named.
func expressionOf[T any](d *decoder, n *yaml.Node, names []string, tests []func(T) bool) func(T) bool {
	x := &expression[T]{names: names, tests: tests, used: make([]bool, len(names))}
	x.words = words(d.text(n))
	test := x.or(0)
	if x.wrong == "" && len(x.words) > 0 {
		x.wrong = "nothing is expected at " + x.words[0]
	}
	if i := slices.Index(x.used, false); i >= 0 && x.wrong == "" {
		x.wrong = "the condition " + names[i] + " is not used"
	}
	if x.wrong != "" {
		d.fail(n, "%s", x.wrong)
		return func(T) bool { return false }
	}
	return test
}

// words takes an expression apart.
func words(s string) []string {
	return strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s))
}

type expression[T any] struct {
	words []string
	names []string
	tests []func(T) bool
	used  []bool
	wrong string // the first thing that is
}

func (x *expression[T]) next(word string) bool {
	if len(x.words) > 0 && x.words[0] == word {
		x.words = x.words[1:]
		return true
	}
	return false
}

func (x *expression[T]) or(depth int) func(T) bool {
	tests := []func(T) bool{x.and(depth)}
	for x.next("or") {
		tests = append(tests, x.and(depth))
	}
	return joined(true, tests)
}

func (x *expression[T]) and(depth int) func(T) bool {
	tests := []func(T) bool{x.not(depth)}
	for x.next("and") {
		tests = append(tests, x.not(depth))
	}
	return joined(false, tests)
}

// maxNesting bounds brackets and nots.
const maxNesting = 100

func (x *expression[T]) not(depth int) func(T) bool {
	never := func(T) bool { return false }
	switch {
	case x.wrong != "":
		return never
	case depth > maxNesting:
		x.wrong = "the expression is nested too deeply"
		return never
	case x.next("not"):
		test := x.not(depth + 1)
		return func(on T) bool { return !test(on) }
	case x.next("("):
		test := x.or(depth + 1)
		if !x.next(")") && x.wrong == "" {
			x.wrong = "a bracket is not closed"
		}
		return test
	case len(x.words) == 0:
		x.wrong = "the name of a condition is missing"
		return never
	}
	name := x.words[0]
	x.words = x.words[1:]
	i := slices.Index(x.names, name)
	if i < 0 {
		x.wrong = "no condition is called " + name
		return never
	}
	x.used[i] = true
	return x.tests[i]
}
