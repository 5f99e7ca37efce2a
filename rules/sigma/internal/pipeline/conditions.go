package pipeline

import (
	"maps"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// conditions say when a step acts. Without any it always does.
type conditions[T any] struct {
	test func(T) bool // nil: always
	not  bool
}

func (c *conditions[T]) hold(on T) bool { return c.test == nil || c.test(on) != c.not }

// readConditions reads the conditions of one level, and how they are joined: by
// and, by or, or by an expression of their names.
func readConditions[T any](p *params, level string, makers map[string]func(*params) func(T) bool) conditions[T] {
	op := p.get(level + "_cond_op")
	any := p.choice(level+"_cond_op", "and", "or") == "or"
	c := conditions[T]{not: p.bool(level + "_cond_not")}
	expression := p.get(level + "_cond_expr")
	list := p.get(level + "_conditions")
	if list == nil || len(list.Content) == 0 {
		if expression != nil {
			p.fail(expression, "there are no %s_conditions", level)
		}
		return c
	}
	names, tests := readTests(p.decoder, list, makers)
	switch {
	case expression == nil:
		c.test = joined(any, tests)
	case list.Kind != yaml.MappingNode:
		p.fail(list, "the conditions of an expression have names: a mapping from names to conditions")
	case op != nil:
		p.fail(op, "conditions are joined by %s_cond_op or by %[1]s_cond_expr, not by both", level)
	default:
		c.test = expressionOf(p.decoder, expression, names, tests)
	}
	return c
}

func joined[T any](any bool, tests []func(T) bool) func(T) bool {
	return func(on T) bool {
		return slices.ContainsFunc(tests, func(test func(T) bool) bool { return test(on) == any }) == any
	}
}

// readTests reads a list of conditions or a mapping from names to conditions.
func readTests[T any](d *decoder, n *yaml.Node, makers map[string]func(*params) func(T) bool) (names []string, tests []func(T) bool) {
	if n.Kind == yaml.ScalarNode {
		d.fail(n, "here stands a list of conditions")
		return nil, nil
	}
	for i, item := range n.Content {
		name := strconv.Itoa(i + 1)
		if n.Kind == yaml.MappingNode {
			if i%2 == 0 {
				continue
			}
			name = n.Content[i-1].Value
		}
		names, tests = append(names, name), append(tests, readTest(d, item, makers))
	}
	return names, tests
}

func readTest[T any](d *decoder, n *yaml.Node, makers map[string]func(*params) func(T) bool) func(T) bool {
	p := &params{decoder: d, node: n}
	never := func(T) bool { return false }
	kind := p.get("type")
	if kind == nil {
		d.fail(n, "a condition has a type")
		return never
	}
	make, ok := makers[kind.Value]
	if !ok {
		d.fail(kind, "unknown condition %q here", kind.Value).Hint = among(kind.Value, slices.Collect(maps.Keys(makers)))
		return never
	}
	test := make(p)
	p.rest()
	return test
}
