package exprlang

import (
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// lowering turns a resolved and checked expression into the condition tree.
type lowering struct {
	*format
	src      *source
	config   *conf.Config
	fields   []string
	made     int // conditions
	problems []*rules.Problem
}

// maxConditions is how large a condition tree may become.
const maxConditions = 10_000

// refuse reports p and returns something in the place of what was refused.
func (l *lowering) refuse(p *rules.Problem) ir.Node {
	l.problems = append(l.problems, p)
	return &ir.Or{}
}

func (l *lowering) fail(n ast.Node, code, format string, args ...any) ir.Node {
	from, _ := l.src.span(n)
	return l.refuse(l.src.problem(file.Location{From: from}, code, rules.ErrInvalid, format, args...))
}

// condition lowers n, which is true or false.
func (l *lowering) condition(n ast.Node) ir.Node {
	if len(l.problems) > 0 && l.made > maxConditions {
		return &ir.Or{}
	}
	if l.made++; l.made > maxConditions {
		return l.fail(n, codeLimit, "the expression has more than %d conditions when it is written out", maxConditions)
	}
	switch n := n.(type) {
	case *ast.BoolNode:
		return l.constant(n, n.Value)
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return &ir.Not{Meta: l.src.meta(n), Kid: l.condition(n.Node)}
		}
	case *ast.ConditionalNode:
		return l.choice(n, l.condition(n.Cond), l.condition(n.Exp1), l.condition(n.Exp2))
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return &ir.And{Meta: l.src.meta(n), Kids: l.operands(n, "and", "&&")}
		case "or", "||":
			return &ir.Or{Meta: l.src.meta(n), Kids: l.operands(n, "or", "||")}
		}
		return l.comparison(n)
	case *ast.IdentifierNode:
		return l.compare(n, ir.Equals, l.name(n), []any{true})
	case *ast.BuiltinNode:
		if list, ok := l.unrolled(n); ok {
			return l.quantified(n, list)
		}
	case *ast.CallNode:
		if c := l.call(n); c != nil {
			return c
		}
	}
	return l.atom(n)
}

// constant returns a node that is always true or always false.
func (l *lowering) constant(n ast.Node, holds bool) ir.Node {
	if holds {
		return &ir.And{Meta: l.src.meta(n)}
	}
	return &ir.Or{Meta: l.src.meta(n)}
}

// operands lowers a, b and c of (a op b) op c.
func (l *lowering) operands(n ast.Node, names ...string) []ir.Node {
	if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == names[0] || b.Operator == names[1]) {
		return append(l.operands(b.Left, names...), l.operands(b.Right, names...)...)
	}
	return []ir.Node{l.condition(n)}
}

// choice returns cond ? yes : no.
func (l *lowering) choice(n ast.Node, cond, yes, no ir.Node) ir.Node {
	meta := l.src.meta(n)
	return &ir.Or{Meta: meta, Kids: []ir.Node{
		&ir.And{Meta: meta, Kids: []ir.Node{cond, yes}},
		&ir.And{Meta: meta, Kids: []ir.Node{&ir.Not{Meta: meta, Kid: cond}, no}},
	}}
}

// atom lowers a condition without and, or, not at its top.
func (l *lowering) atom(n ast.Node) ir.Node {
	if part := l.part(n, n); part != nil {
		return l.distributed(n, part)
	}
	switch {
	case !l.reads(n):
		return l.evaluated(n)
	case isArithmetic(n):
		return l.fail(n, codeType, "this is a value, not true or false")
	}
	return l.leaf(n)
}

// part finds an operand inside root that is itself a choice: a conditional, ??,
// or a condition used as a value. Predicates in braces are left alone.
func (l *lowering) part(n, root ast.Node) ast.Node {
	switch n := n.(type) {
	case nil, *ast.PredicateNode:
		return nil
	case *ast.ConditionalNode:
		return n
	case *ast.BinaryNode:
		if n.Operator == "??" {
			return n
		}
	}
	if n != root && isCondition(n) && l.reads(n) {
		return n
	}
	for _, kid := range kids(n) {
		if part := l.part(*kid, root); part != nil {
			return part
		}
	}
	return nil
}

// distributed takes a choice out of n: f(c ? x : y) is c ? f(x) : f(y).
func (l *lowering) distributed(n, part ast.Node) ir.Node {
	var cond ir.Node
	var yes, no ast.Node
	if c, ok := part.(*ast.ConditionalNode); ok {
		cond, yes, no = l.condition(c.Cond), c.Exp1, c.Exp2
	} else if b, ok := part.(*ast.BinaryNode); ok && b.Operator == "??" {
		cond, yes, no = &ir.And{Meta: l.src.meta(b), Kids: l.present(b.Left)}, b.Left, b.Right
	} else {
		cond, yes, no = l.condition(part), literal(true), literal(false)
	}
	loc := file.Location{}
	loc.From, loc.To = l.src.span(part)
	with := func(by ast.Node) ir.Node { return l.condition(replace(n, part, moved(by, loc))) }
	return l.choice(n, cond, with(yes), with(no))
}

// present returns the conditions that the event has a value of every field that
// n cannot do without.
func (l *lowering) present(n ast.Node) []ir.Node {
	of := map[string]use{}
	uses(n, wantAny, false, of)
	var conditions []ir.Node
	for i, name := range l.fields {
		if of[key(i)].must {
			conditions = append(conditions, l.hasValue(n, name))
		}
	}
	return conditions
}

func (l *lowering) hasValue(n ast.Node, name string) ir.Node {
	meta := l.src.meta(n)
	return &ir.Not{Meta: meta, Kid: &ir.Field{Meta: meta, Name: name, Op: ir.Null}}
}
