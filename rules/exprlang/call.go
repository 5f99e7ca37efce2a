package exprlang

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/spelling"
	"github.com/rulehound/rulehound/rules/ir"
)

// foldOps are the functions that the tree has as operators without case.
var foldOps = map[string]ir.Op{
	"equalsFold": ir.Equals, "containsFold": ir.Contains, "startsWithFold": ir.StartsWith, "endsWithFold": ir.EndsWith,
}

// call lowers a call of ours on a field and constants; of anything else it
// returns nil.
func (l *lowering) call(n *ast.CallNode) ir.Node {
	name := n.Callee.(*ast.IdentifierNode).Value
	field := l.name(n.Arguments[0])
	if name == "exists" {
		if field == "" {
			return l.fail(n, codeFunction, "exists takes a field")
		}
		return &ir.Field{Meta: l.src.meta(n), Name: field, Op: ir.Exists}
	}
	if field == "" || slices.ContainsFunc(n.Arguments[1:], func(arg ast.Node) bool { return !l.isConstant(arg) }) {
		return nil
	}
	op, values, ok := ir.Equals, []ir.Value(nil), false
	switch name {
	case "glob":
		values, ok = l.globValues(l.texts(n))
	case "inList":
		values, ok = l.globValues(l.list(n))
	case "cidr":
		op = ir.CIDR
		values, ok = l.networkValues(n)
	default:
		if op, ok = foldOps[name]; !ok {
			return nil
		}
		var args []string
		if args, ok = l.texts(n); ok && args[0] == "" && op != ir.Equals {
			return l.hasValue(n, field) // every text has the empty one in it
		}
		for _, arg := range args {
			values = append(values, ir.Value{Text: arg, Glob: ir.LiteralGlob(arg)})
		}
	}
	if !ok || len(values) == 0 {
		return l.constant(n, false)
	}
	return &ir.Field{Meta: l.src.meta(n), Name: field, Op: op, Values: values}
}

// texts returns the constant arguments after the first.
func (l *lowering) texts(n *ast.CallNode) ([]string, bool) {
	var texts []string
	for _, arg := range n.Arguments[1:] {
		v, ok := l.value(arg)
		if !ok {
			return nil, false
		}
		text, isText := v.(string)
		if !isText {
			l.fail(arg, codeFunction, "this must be a text, not %v", reflect.TypeOf(v))
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

// list returns the values of the list that inList names.
func (l *lowering) list(n *ast.CallNode) ([]string, bool) {
	names, ok := l.texts(n)
	if !ok {
		return nil, false
	}
	values, known := l.lists[names[0]]
	if known {
		return values, true
	}
	p := l.src.problem(n.Arguments[1].Location(), codeList, rules.ErrPlaceholder, "there is no list %q", names[0])
	switch all := slices.Sorted(maps.Keys(l.lists)); {
	case len(all) == 0:
		p.Hint = "lists are given in detect.yml"
	default:
		p.Hint = spelling.Hint(names[0], slices.Values(all))
		if p.Hint == "" {
			p.Hint = "there are " + strings.Join(all, ", ")
		}
	}
	l.refuse(p)
	return nil, false
}

func (l *lowering) globValues(patterns []string, ok bool) ([]ir.Value, bool) {
	var values []ir.Value
	for _, p := range patterns {
		values = append(values, ir.Value{Text: p, Glob: parseGlob(p)})
	}
	return values, ok
}

func (l *lowering) networkValues(n *ast.CallNode) ([]ir.Value, bool) {
	texts, ok := l.texts(n)
	var values []ir.Value
	for i, text := range texts {
		prefix, err := parseNetwork(text)
		if err != nil {
			l.fail(n.Arguments[i+1], codeFunction, "%v", err)
			return nil, false
		}
		values = append(values, ir.Value{Kind: ir.CIDRValue, Text: text, Prefix: prefix})
	}
	return values, ok
}

// withMatchers returns n with the constant arguments of glob, cidr and inList
// made ready for every event.
func (l *lowering) withMatchers(n ast.Node) ast.Node {
	return clone(n, func(n ast.Node) ast.Node {
		call, ok := n.(*ast.CallNode)
		if !ok {
			return nil
		}
		m := l.matcher(call)
		if m == nil {
			return nil
		}
		c := *call
		ready := &ast.ConstantNode{Value: m}
		ready.SetLocation(call.Location())
		c.Arguments = []ast.Node{l.withMatchers(call.Arguments[0]), ready}
		return &c
	})
}

// matcher returns the constant part of a call, nil when the function has none.
func (l *lowering) matcher(n *ast.CallNode) matcher {
	var patterns []string
	ok := false
	switch n.Callee.(*ast.IdentifierNode).Value {
	case "glob":
		patterns, ok = l.texts(n)
	case "inList":
		patterns, ok = l.list(n)
	case "cidr":
		values, _ := l.networkValues(n)
		ns := &networks{}
		for _, v := range values {
			*ns = append(*ns, v.Prefix)
		}
		return ns
	default:
		return nil
	}
	g := &globs{}
	if ok {
		var err error
		if g, err = newGlobs(patterns); err != nil {
			l.fail(n, codeFunction, "%v", err)
		}
	}
	return g
}
