package exprlang

import (
	"github.com/expr-lang/expr/ast"

	"github.com/rulehound/rulehound/rules/ir"
)

// unrolled lowers the predicate of any, all, none, one or count for each
// element of a constant list: any(["a", "b"], X contains #) is X contains "a"
// or X contains "b". It reports false when the list is not constant.
func (l *lowering) unrolled(n *ast.BuiltinNode) ([]ir.Node, bool) {
	switch n.Name {
	case "any", "all", "none", "one", "count":
	default:
		return nil, false
	}
	if len(n.Arguments) != 2 || !l.isConstant(n.Arguments[0]) {
		return nil, false
	}
	v, ok := l.value(n.Arguments[0])
	list, isList := v.([]any)
	if !ok || !isList {
		return nil, ok && l.fail(n, codeType, "%s takes a list", n.Name) == nil
	}
	conditions := []ir.Node{}
	for _, element := range list {
		body := n.Arguments[1].(*ast.PredicateNode).Node
		conditions = append(conditions, l.condition(withElement(body, element)))
	}
	return conditions, true
}

// withElement returns a predicate's body with an element of the list in it.
func withElement(body ast.Node, element any) ast.Node {
	return clone(body, func(n ast.Node) ast.Node {
		switch n.(type) {
		case *ast.PointerNode:
		case *ast.PredicateNode:
			return n // it has an element of its own
		default:
			return nil
		}
		c := literal(element)
		c.SetLocation(n.Location())
		c.SetNature(*n.Nature())
		return c
	})
}

func literal(v any) ast.Node {
	switch v := v.(type) {
	case nil:
		return &ast.NilNode{}
	case string:
		return &ast.StringNode{Value: v}
	case int:
		return &ast.IntegerNode{Value: v}
	case float64:
		return &ast.FloatNode{Value: v}
	case bool:
		return &ast.BoolNode{Value: v}
	}
	return &ast.ConstantNode{Value: v}
}

// quantified lowers any, all, none and one over what unrolled returned.
func (l *lowering) quantified(n *ast.BuiltinNode, list []ir.Node) ir.Node {
	meta := l.src.meta(n)
	switch n.Name {
	case "any":
		return &ir.Or{Meta: meta, Kids: list}
	case "none":
		return &ir.Not{Meta: meta, Kid: &ir.Or{Meta: meta, Kids: list}}
	case "one":
		return l.exactly(n, 1, list)
	}
	return &ir.And{Meta: meta, Kids: list}
}

// counted lowers count(list, predicate) op number over a constant list.
func (l *lowering) counted(n *ast.BinaryNode) ir.Node {
	count, ok := n.Left.(*ast.BuiltinNode)
	if !ok || count.Name != "count" || !l.isConstant(n.Right) {
		return nil
	}
	list, ok := l.unrolled(count)
	if !ok {
		return nil
	}
	v, ok := l.value(n.Right)
	number, isInt := v.(int)
	if !ok || !isInt {
		return l.fail(n, codeType, "count is compared with a whole number")
	}
	meta := l.src.meta(n)
	switch n.Operator {
	case ">=":
		return l.atLeast(n, number, list)
	case ">":
		return l.atLeast(n, number+1, list)
	case "<":
		return &ir.Not{Meta: meta, Kid: l.atLeast(n, number, list)}
	case "<=":
		return &ir.Not{Meta: meta, Kid: l.atLeast(n, number+1, list)}
	case "==":
		return l.exactly(n, number, list)
	}
	return l.fail(n, codeType, "count is compared with a whole number")
}

func (l *lowering) exactly(n ast.Node, number int, list []ir.Node) ir.Node {
	meta := l.src.meta(n)
	return &ir.And{Meta: meta, Kids: []ir.Node{l.atLeast(n, number, list), &ir.Not{Meta: meta, Kid: l.atLeast(n, number+1, list)}}}
}

func (l *lowering) atLeast(n ast.Node, number int, list []ir.Node) ir.Node {
	switch {
	case number <= 0:
		return l.constant(n, true)
	case number > len(list):
		return l.constant(n, false)
	}
	return &ir.AtLeast{Meta: l.src.meta(n), N: number, Kids: list}
}
