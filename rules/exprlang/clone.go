package exprlang

import (
	"reflect"
	"slices"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// clone returns a copy of n. Where swap returns a node, that one stands in the
// copy, and what it replaces is not looked into.
func clone(n ast.Node, swap func(ast.Node) ast.Node) ast.Node {
	if n == nil {
		return nil
	}
	if other := swap(n); other != nil {
		return other
	}
	original := reflect.ValueOf(n).Elem()
	copied := reflect.New(original.Type())
	copied.Elem().Set(original)
	n = copied.Interface().(ast.Node)
	for _, kid := range kids(n) {
		*kid = clone(*kid, swap)
	}
	return n
}

// kids returns where n keeps its parts. Lists are n's own afterwards.
func kids(n ast.Node) []*ast.Node {
	list := func(nodes *[]ast.Node) []*ast.Node {
		*nodes = slices.Clone(*nodes)
		var at []*ast.Node
		for i := range *nodes {
			at = append(at, &(*nodes)[i])
		}
		return at
	}
	switch n := n.(type) {
	case *ast.UnaryNode:
		return []*ast.Node{&n.Node}
	case *ast.BinaryNode:
		return []*ast.Node{&n.Left, &n.Right}
	case *ast.ChainNode:
		return []*ast.Node{&n.Node}
	case *ast.MemberNode:
		return []*ast.Node{&n.Node, &n.Property}
	case *ast.SliceNode:
		return []*ast.Node{&n.Node, &n.From, &n.To}
	case *ast.CallNode:
		return append(list(&n.Arguments), &n.Callee)
	case *ast.BuiltinNode:
		return list(&n.Arguments)
	case *ast.PredicateNode:
		return []*ast.Node{&n.Node}
	case *ast.ConditionalNode:
		return []*ast.Node{&n.Cond, &n.Exp1, &n.Exp2}
	case *ast.VariableDeclaratorNode:
		return []*ast.Node{&n.Value, &n.Expr}
	case *ast.SequenceNode:
		return list(&n.Nodes)
	case *ast.ArrayNode:
		return list(&n.Nodes)
	case *ast.MapNode:
		return list(&n.Pairs)
	case *ast.PairNode:
		return []*ast.Node{&n.Key, &n.Value}
	}
	return nil
}

// replace returns a copy of n in which by stands for old.
func replace(n, old, by ast.Node) ast.Node {
	return clone(n, func(at ast.Node) ast.Node {
		if at == old {
			return by
		}
		return nil
	})
}

// moved returns a copy of n that stands at loc with everything in it, for a
// node whose text is elsewhere than its place in the expression.
func moved(n ast.Node, loc file.Location) ast.Node {
	n = clone(n, func(ast.Node) ast.Node { return nil })
	ast.Walk(&n, visit(func(at ast.Node) { at.SetLocation(loc) }))
	return n
}

// inside reports whether test is true of n or of a node in it.
func inside(n ast.Node, test func(ast.Node) bool) bool {
	found := false
	ast.Walk(&n, visit(func(at ast.Node) { found = found || test(at) }))
	return found
}

// visit is a function as an ast.Visitor.
type visit func(ast.Node)

// Visit implements ast.Visitor.
func (v visit) Visit(n *ast.Node) { v(*n) }
