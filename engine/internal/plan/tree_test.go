package plan

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/rules/ir"
)

// show prints a tree: fields as F=a, constants as yes and no.
func show(n *Node) string {
	var kids []string
	for _, kid := range n.Kids {
		kids = append(kids, show(kid))
	}
	switch n.Op {
	case True:
		return "yes"
	case False:
		return "no"
	case Not:
		return "not " + kids[0]
	case And:
		return "(" + strings.Join(kids, " and ") + ")"
	case Or:
		return "(" + strings.Join(kids, " or ") + ")"
	case AtLeast:
		return fmt.Sprintf("(%d of %s)", n.N, strings.Join(kids, ", "))
	case Eval:
		return "code"
	}
	if n.Test.keyword != nil {
		return "keyword"
	}
	f := n.Test.field
	var values []string
	for _, v := range f.Values {
		values = append(values, v.Text)
	}
	return fmt.Sprintf("%s %s %s", f.Name, f.Op, strings.Join(values, "|"))
}

func is(name string, values ...string) *ir.Field {
	f := &ir.Field{Name: name}
	for _, v := range values {
		f.Values = append(f.Values, ir.Value{Text: v, Glob: ir.LiteralGlob(v)})
	}
	return f
}

func has(name string, values ...string) *ir.Field {
	f := is(name, values...)
	f.Op = ir.Contains
	return f
}

func and(kids ...ir.Node) ir.Node         { return &ir.And{Kids: kids} }
func or(kids ...ir.Node) ir.Node          { return &ir.Or{Kids: kids} }
func neg(kid ir.Node) ir.Node             { return &ir.Not{Kid: kid} }
func some(n int, kids ...ir.Node) ir.Node { return &ir.AtLeast{N: n, Kids: kids} }
func expression(name, source string) *ir.Field {
	return &ir.Field{Name: name, Op: ir.Regexp, Values: []ir.Value{{Kind: ir.RegexpValue, Text: source, Regexp: regexp.MustCompile(source)}}}
}

var (
	yes  = and()
	no   = or()
	a, b = is("A", "1"), is("B", "2")
	c, d = is("C", "3"), is("D", "4")
	code = &ir.Leaf{Eval: func(ir.Lookup) (bool, error) { return true, nil }}
)

func bind(t *testing.T, n ir.Node) *Node {
	t.Helper()
	bound, err := NewBinder(&match.Names{}, nil, NewQuestions()).Bind(n)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}
