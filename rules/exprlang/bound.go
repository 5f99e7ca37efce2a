package exprlang

import (
	"github.com/expr-lang/expr/ast"

	"github.com/rulehound/rulehound/rules"
)

// unbounded returns what is wrong with a comparison that would take more than
// linear time in the length of the fields, nil when nothing is.
func (l *lowering) unbounded(n ast.Node, of map[string]use) *rules.Problem {
	reads := 0
	for _, u := range of {
		reads += u.reads
	}
	if reads > maxReads {
		return l.limit(n, "one comparison reads fields more than %d times", maxReads)
	}
	var p *rules.Problem
	ast.Walk(&n, visit(func(at ast.Node) {
		if p == nil {
			p = l.unboundedNode(at)
		}
	}))
	return p
}

func (l *lowering) unboundedNode(n ast.Node) *rules.Problem {
	switch n := n.(type) {
	case *ast.BinaryNode:
		if _, isText := n.Right.(*ast.StringNode); n.Operator == "matches" && !isText {
			return l.limit(n, "the expression after matches must be a constant text")
		}
		if n.Operator == ".." && !l.isConstant(n) {
			return l.limit(n, "the bounds of a range must be constant")
		}
	case *ast.PredicateNode:
		if l.reads(n.Node) {
			return l.limit(n, "in braces over a list that is not constant only the element and constants can be used, no fields")
		}
		if inside(n.Node, func(n ast.Node) bool { _, ok := n.(*ast.PredicateNode); return ok }) {
			return l.limit(n, "a predicate in braces cannot have another one in it")
		}
	case *ast.CallNode:
		name := n.Callee.(*ast.IdentifierNode).Value
		if functions[name].constant {
			return l.constantArguments(name, n.Arguments)
		}
		if _, isTimePart := parts[name]; isTimePart || name == "exists" {
			return l.limit(n, "%s takes a field and stands alone or beside a constant", name)
		}
	case *ast.BuiltinNode:
		if n.Name == "replace" {
			return l.unboundedReplace(n)
		}
	}
	return nil
}

// unboundedReplace allows replace to keep or shorten a text.
func (l *lowering) unboundedReplace(n *ast.BuiltinNode) *rules.Problem {
	if p := l.constantArguments(n.Name, n.Arguments); p != nil {
		return p
	}
	before, _ := l.value(n.Arguments[1])
	after, _ := l.value(n.Arguments[2])
	b, _ := before.(string)
	if a, _ := after.(string); b == "" || len(a) > len(b) {
		return l.limit(n, "replace takes a text and one that is no longer")
	}
	return nil
}

func (l *lowering) constantArguments(name string, args []ast.Node) *rules.Problem {
	for _, arg := range args[1:] {
		if !l.isConstant(arg) {
			return l.limit(arg, "the arguments of %s after the first must be constants", name)
		}
	}
	return nil
}

func (l *lowering) limit(n ast.Node, format string, args ...any) *rules.Problem {
	return l.src.problem(n.Location(), codeLimit, rules.ErrInvalid, format, args...)
}
