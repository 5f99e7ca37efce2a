package exprlang

import (
	"regexp"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

var textOps = map[string]ir.Op{"contains": ir.Contains, "startsWith": ir.StartsWith, "endsWith": ir.EndsWith}

var orderOps = map[string]ir.Op{"<": ir.Less, "<=": ir.LessOrEqual, ">": ir.Greater, ">=": ir.GreaterOrEqual}

// mirrored is what an order is when its sides change places.
var mirrored = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}

// comparison lowers a binary operator that is true or false.
func (l *lowering) comparison(n *ast.BinaryNode) ir.Node {
	if part := l.part(n, n); part != nil {
		return l.distributed(n, part)
	}
	switch n.Operator {
	case "!=":
		equal := *n
		equal.Operator = "=="
		if l.isNil(n.Left) || l.isNil(n.Right) {
			return &ir.Not{Meta: l.src.meta(n), Kid: l.comparison(&equal)}
		}
		meta := l.src.meta(n)
		return &ir.And{Meta: meta, Kids: append(l.present(n), &ir.Not{Meta: meta, Kid: l.comparison(&equal)})}
	case "==":
		if l.isConstant(n.Left) && !l.isConstant(n.Right) {
			return l.comparison(swapped(n, "=="))
		}
	case "<", "<=", ">", ">=":
		if l.isConstant(n.Left) && !l.isConstant(n.Right) {
			return l.comparison(swapped(n, mirrored[n.Operator]))
		}
	}
	if c := l.direct(n); c != nil {
		return c
	}
	return l.atom(n)
}

func swapped(n *ast.BinaryNode, operator string) *ast.BinaryNode {
	c := *n
	c.Operator, c.Left, c.Right = operator, n.Right, n.Left
	return &c
}

// direct lowers the comparison of a field, or of a part of a time in it, with a
// constant or with another field; of anything else it returns nil.
func (l *lowering) direct(n *ast.BinaryNode) ir.Node {
	left, right := l.name(n.Left), l.name(n.Right)
	switch {
	case left != "" && right != "":
		return l.reference(n, left, right)
	case left != "" && l.isConstant(n.Right):
		v, ok := l.value(n.Right)
		if !ok {
			return &ir.Or{}
		}
		if isNumber(v) && orderOps[n.Operator] != 0 && l.table.IsTime(left) {
			return l.fail(n, codeType, "%s is a time: compare it with date(…), or a part of it, hour(%s)", left, left)
		}
		return l.withConstant(n, left, v)
	case right != "" && n.Operator == "in" && l.isConstant(n.Left):
		v, ok := l.value(n.Left)
		if !ok {
			return &ir.Or{}
		}
		return l.compare(n, ir.Equals, right, []any{v})
	}
	if c := l.timePart(n); c != nil {
		return c
	}
	return l.counted(n)
}

// reference lowers the comparison of two fields' texts.
func (l *lowering) reference(n *ast.BinaryNode, left, right string) ir.Node {
	op, ok := textOps[n.Operator]
	if n.Operator == "==" || n.Operator == "in" {
		op, ok = ir.Equals, true
	}
	if !ok {
		return nil
	}
	return &ir.Field{Meta: l.src.meta(n), Name: left, Op: op, Cased: true, Ref: right}
}

// withConstant lowers field op v. It returns nil where the tree has no such
// comparison.
func (l *lowering) withConstant(n *ast.BinaryNode, field string, v any) ir.Node {
	text, isText := v.(string)
	if _, isTime := v.(time.Time); isTime && n.Operator != "in" {
		return nil // expr's machine knows times
	}
	switch op := n.Operator; op {
	case "==":
		if _, isList := v.([]any); isList {
			return l.fail(n, codeType, "a field is compared with several values by in")
		}
		return l.compare(n, ir.Equals, field, []any{v})
	case "in":
		if list, isList := v.([]any); isList {
			return l.compare(n, ir.Equals, field, list)
		}
	case "contains", "startsWith", "endsWith":
		if text == "" && isText {
			return l.hasValue(n, field) // every text has the empty one in it
		}
		if isText {
			return l.compare(n, textOps[op], field, []any{text})
		}
	case "matches":
		if isText {
			return l.matches(n, field, text)
		}
	case "<", "<=", ">", ">=":
		if !isText {
			return l.compare(n, orderOps[op], field, []any{v})
		}
	}
	return nil
}

func (l *lowering) matches(n ast.Node, field, pattern string) ir.Node {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return l.fail(n, codeType, "%v", err)
	}
	return &ir.Field{Meta: l.src.meta(n), Name: field, Op: ir.Regexp, Values: []ir.Value{{Kind: ir.RegexpValue, Text: pattern, Regexp: re}}}
}

// compare returns the comparison of a field with constants. Those that the tree
// compares in another way, nil and true and false, stand beside the others.
func (l *lowering) compare(n ast.Node, op ir.Op, field string, constants []any) ir.Node {
	meta := l.src.meta(n)
	cased := &ir.Field{Meta: meta, Name: field, Op: op, Cased: true}
	plain := &ir.Field{Meta: meta, Name: field, Op: op, Hex: op >= ir.Less && op <= ir.GreaterOrEqual}
	or := &ir.Or{Meta: meta}
	for _, c := range constants {
		v, ok := valueOf(c)
		switch {
		case c == nil && op == ir.Equals:
			or.Kids = append(or.Kids, &ir.Field{Meta: meta, Name: field, Op: ir.Null})
		case !ok:
			return l.fail(n, codeType, "a field cannot be compared with %T", c)
		case op == ir.Equals && isGUID(v.Text):
			plain.Values = append(plain.Values, guidSpellings(v)...)
		case v.Kind == ir.TextValue && !isBool(c):
			cased.Values = append(cased.Values, v)
		default:
			plain.Values = append(plain.Values, v)
		}
	}
	for _, f := range []*ir.Field{cased, plain} {
		if len(f.Values) > 0 {
			or.Kids = append(or.Kids, f)
		}
	}
	if len(or.Kids) == 1 {
		return or.Kids[0]
	}
	return or
}

func isGUID(s string) bool {
	_, ok := event.Parse(event.GUID, s)
	return ok
}

// guidSpellings are a GUID with braces and without: collectors write it in both
// ways, and in any case.
func guidSpellings(v ir.Value) []ir.Value {
	bare := strings.Trim(v.Text, "{}")
	other := "{" + bare + "}"
	if v.Text == other {
		other = bare
	}
	return []ir.Value{v, {Text: v.Text, Glob: ir.LiteralGlob(other)}}
}

// timePart lowers hour(Field) op number.
func (l *lowering) timePart(n *ast.BinaryNode) ir.Node {
	call, ok := n.Left.(*ast.CallNode)
	if !ok {
		return nil
	}
	part, ok := parts[call.Callee.(*ast.IdentifierNode).Value]
	if !ok {
		return nil
	}
	field := l.name(call.Arguments[0])
	if field == "" || !l.isConstant(n.Right) {
		return l.fail(n, codeFunction, "%s takes a field and is compared with a number", part)
	}
	v, ok := l.value(n.Right)
	if !ok {
		return &ir.Or{}
	}
	c := l.withConstant(n, field, v)
	f, ok := c.(*ir.Field)
	if !ok || f.Op == ir.Null || len(f.Values) == 0 || f.Values[0].Kind != ir.NumberValue || f.Cased {
		return l.fail(n, codeFunction, "%s is compared with a number", part)
	}
	f.Part, f.Hex = part, false
	return f
}

var parts = map[string]ir.Part{"minute": ir.Minute, "hour": ir.Hour, "day": ir.Day, "week": ir.Week, "month": ir.Month, "year": ir.Year}
