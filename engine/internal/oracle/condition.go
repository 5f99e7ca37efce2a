package oracle

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// identifiers are the named searches of a detection, in the author's order.
type identifiers struct {
	names []string
	tests map[string]test

	timeframe string // of an aggregation
	several   bool   // there are several conditions
}

// parseConditions reads the condition, or the list of conditions, any of which
// is enough.
func parseConditions(n *yaml.Node, ids identifiers) (test, error) {
	if n == nil {
		return nil, errors.New("no condition")
	}
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	ids.several = len(nodes) > 1
	var tests []test
	for _, n := range nodes {
		if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
			return nil, errors.New("a condition is text")
		}
		t, err := parseCondition(n.Value, ids)
		if err != nil {
			return nil, fmt.Errorf("condition %q: %w", n.Value, err)
		}
		tests = append(tests, t)
	}
	if len(tests) == 0 {
		return nil, errors.New("no condition")
	}
	return atLeast(1, tests), nil
}

// parseCondition reads one condition by recursive descent. From least to most
// binding: or, and, not, "x of", brackets.
func parseCondition(s string, ids identifiers) (test, error) {
	if len(s) > 64<<10 {
		return nil, errors.New("longer than 64 KiB")
	}
	if condition, aggregation, piped := strings.Cut(s, "|"); piped {
		if err := aggregates(aggregation, ids); err != nil {
			return nil, err
		}
		s = condition
	}
	p := &conditionParser{words: conditionWords(s), ids: ids}
	t, err := p.or()
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("%q is not expected here", p.words[0])
	}
	return t, err
}

// aggregates reports what is wrong with an aggregation, as "count(x) by y > 5"
// is one. What it counts is another matter: see [Correlate].
func aggregates(s string, ids identifiers) error {
	s = strings.TrimSpace(s)
	function, rest, ok := strings.Cut(s, "(")
	switch strings.TrimSpace(function) {
	case "count", "sum", "avg":
	default:
		return fmt.Errorf("%q is no aggregation", s)
	}
	_, rest, closed := strings.Cut(rest, ")")
	at := strings.IndexAny(rest, "<>=")
	if !ok || !closed || at < 0 {
		return fmt.Errorf("%q is no aggregation", s)
	}
	if by := strings.TrimSpace(rest[:at]); by != "" && !strings.HasPrefix(by, "by ") {
		return fmt.Errorf("%q is no aggregation", s)
	}
	if _, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimLeft(rest[at:], "<>=")), 64); err != nil {
		return err
	}
	if ids.timeframe == "" || ids.several {
		return errors.New("an aggregation without a timeframe, or one of several conditions")
	}
	return nil
}

// conditionWords splits s into brackets and the words between them and blanks.
func conditionWords(s string) []string {
	s = strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s)
	return strings.FieldsFunc(s, unicode.IsSpace)
}

type conditionParser struct {
	words []string // those that are still to be read
	ids   identifiers
}

// next reports whether the next word is w, in any case, and takes it.
func (p *conditionParser) next(w string) bool {
	if len(p.words) == 0 || !strings.EqualFold(p.words[0], w) {
		return false
	}
	p.words = p.words[1:]
	return true
}

func (p *conditionParser) or() (test, error)  { return p.chain("or", 1, p.and) }
func (p *conditionParser) and() (test, error) { return p.chain("and", 0, p.not) }

// chain reads operands with the same operator between them. enough is how many
// of them must hold, 0 for all.
func (p *conditionParser) chain(operator string, enough int, operand func() (test, error)) (test, error) {
	var tests []test
	for {
		t, err := operand()
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
		if !p.next(operator) {
			break
		}
	}
	if enough == 0 {
		enough = len(tests)
	}
	return atLeast(enough, tests), nil
}

// operators are no names, whatever a selection is called.
func isOperator(w string) bool {
	return slices.ContainsFunc([]string{"and", "or", "not"}, func(o string) bool { return strings.EqualFold(o, w) })
}

func (p *conditionParser) not() (test, error) {
	if !p.next("not") {
		return p.primary()
	}
	t, err := p.not()
	if err != nil {
		return nil, err
	}
	return func(v *view) bool { return !t(v) }, nil
}

func (p *conditionParser) primary() (test, error) {
	if p.next("(") {
		t, err := p.or()
		if err == nil && !p.next(")") {
			err = errors.New("a bracket is not closed")
		}
		return t, err
	}
	if len(p.words) == 0 {
		return nil, errors.New("something is missing at its end")
	}
	word := p.words[0]
	p.words = p.words[1:]
	if p.next("of") {
		return p.quantified(word)
	}
	t, ok := p.ids.tests[word]
	if !ok || isOperator(word) {
		return nil, fmt.Errorf("nothing is called %q", word)
	}
	return t, nil
}

// quantified reads what follows "1 of", "any of", "all of" and "n of".
func (p *conditionParser) quantified(quantity string) (test, error) {
	if len(p.words) == 0 {
		return nil, errors.New("something is missing after of")
	}
	pattern := p.words[0]
	p.words = p.words[1:]
	if strings.EqualFold(pattern, "them") {
		pattern = "*"
	}
	var tests []test
	for _, name := range p.ids.names {
		hidden := strings.HasPrefix(name, "_") && !strings.HasPrefix(pattern, "_")
		if !hidden && matchStar(pattern, name) {
			tests = append(tests, p.ids.tests[name])
		}
	}
	if len(tests) == 0 {
		return nil, fmt.Errorf("%q covers nothing", pattern)
	}
	switch strings.ToLower(quantity) {
	case "any":
		return atLeast(1, tests), nil
	case "all":
		return atLeast(len(tests), tests), nil
	}
	n, err := strconv.Atoi(quantity)
	if err != nil || n < 1 || n > len(tests) {
		return nil, fmt.Errorf("%q is no quantity of %d", quantity, len(tests))
	}
	return atLeast(n, tests), nil
}

// atLeast holds when n or more of the tests do.
func atLeast(n int, tests []test) test {
	return func(v *view) bool {
		held := 0
		for _, t := range tests {
			if held >= n {
				break
			}
			if t(v) {
				held++
			}
		}
		return held >= n
	}
}

// matchStar compares an identifier with a pattern in which * is any run.
func matchStar(pattern, name string) bool {
	head, tail, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	name, ok := strings.CutPrefix(name, head)
	if !ok {
		return false
	}
	for i := range len(name) + 1 {
		if matchStar(tail, name[i:]) {
			return true
		}
	}
	return false
}
