// Package treetest writes conditions and trees down in few words, for tests.
package treetest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// Show prints a tree: fields as F equals a, constants as yes and no.
func Show(n *tree.Node) string {
	var kids []string
	for _, kid := range n.Kids {
		kids = append(kids, Show(kid))
	}
	switch n.Op {
	case tree.True:
		return "yes"
	case tree.False:
		return "no"
	case tree.Not:
		return "not " + kids[0]
	case tree.And:
		return "(" + strings.Join(kids, " and ") + ")"
	case tree.Or:
		return "(" + strings.Join(kids, " or ") + ")"
	case tree.AtLeast:
		return fmt.Sprintf("(%d of %s)", n.N, strings.Join(kids, ", "))
	case tree.Eval:
		return "code"
	}
	if n.Test.Keyword != nil {
		return "keyword"
	}
	f := n.Test.Field
	var values []string
	for _, v := range f.Values {
		values = append(values, v.Text)
	}
	test := fmt.Sprintf("%s %s %s", f.Name, f.Op, strings.Join(values, "|"))
	switch n.Op {
	case tree.Known:
		return "known[" + test + "]"
	case tree.Guarded:
		return "guarded[" + test + "]"
	}
	return test
}

// Is is a field that equals one of values.
func Is(name string, values ...string) *ir.Field {
	f := &ir.Field{Name: name}
	for _, v := range values {
		f.Values = append(f.Values, ir.Value{Text: v, Glob: ir.LiteralGlob(v)})
	}
	return f
}

// Has is a field that contains one of values.
func Has(name string, values ...string) *ir.Field {
	f := Is(name, values...)
	f.Op = ir.Contains
	return f
}

// Expression is a field that a regular expression matches.
func Expression(name, source string) *ir.Field {
	return &ir.Field{Name: name, Op: ir.Regexp, Values: []ir.Value{{Kind: ir.RegexpValue, Text: source, Regexp: regexp.MustCompile(source)}}}
}

// And is all of kids.
func And(kids ...ir.Node) ir.Node { return &ir.And{Kids: kids} }

// Or is one of kids.
func Or(kids ...ir.Node) ir.Node { return &ir.Or{Kids: kids} }

// Not is kid's opposite.
func Not(kid ir.Node) ir.Node { return &ir.Not{Kid: kid} }

// Some is n of kids.
func Some(n int, kids ...ir.Node) ir.Node { return &ir.AtLeast{N: n, Kids: kids} }

// Code is an expression that is true.
func Code() ir.Node {
	return &ir.Leaf{Eval: func(ir.Lookup) (bool, error) { return true, nil }}
}

// Bind binds a condition to a source that calls fields as authors do. It panics where the
// condition makes no sense.
func Bind(n ir.Node) *tree.Node {
	bound, err := tree.NewBinder(&view.Names{}, nil, tree.NewQuestions()).Bind(n)
	if err != nil {
		panic(err)
	}
	return bound
}
