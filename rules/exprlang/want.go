package exprlang

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/expr-lang/expr/ast"

	"github.com/rulehound/rulehound/normalize/event"
)

// want is what an expression makes of a field: it decides which faces of its
// values are tried.
type want uint8

const (
	wantNothing want = iota // not read
	wantText
	wantNumber // or a time
	wantTime
	wantAny
)

// takenBy says what expr's own functions take; any, where they are not here.
var takenBy = map[string]want{
	"lower": wantText, "upper": wantText, "trim": wantText, "trimPrefix": wantText, "trimSuffix": wantText, "replace": wantText,
	"hasPrefix": wantText, "hasSuffix": wantText, "indexOf": wantText, "lastIndexOf": wantText, "fromBase64": wantText,
	"len": wantText, "string": wantText, "date": wantText, "duration": wantText,
	"int": wantNumber, "float": wantNumber, "abs": wantNumber, "ceil": wantNumber, "floor": wantNumber, "round": wantNumber,
	"min": wantNumber, "max": wantNumber, "bitand": wantNumber, "bitor": wantNumber, "bitxor": wantNumber, "bitnand": wantNumber,
	"bitnot": wantNumber, "bitshl": wantNumber, "bitshr": wantNumber, "bitushr": wantNumber,
}

// use is how a field is read in one comparison.
type use struct {
	want  want
	must  bool // it is read where an absent field has no meaning
	reads int
}

// uses finds out how n reads each field; w is what n itself is wanted as.
func uses(n ast.Node, w want, absent bool, of map[string]use) {
	if n == nil {
		return
	}
	switch n := n.(type) {
	case *ast.IdentifierNode:
		u := of[n.Value]
		if u.want != wantNothing && u.want != w {
			w = wantAny
		}
		of[n.Value] = use{want: w, must: u.must || !absent, reads: u.reads + 1}
		return
	case *ast.BinaryNode:
		uses(n.Left, operand(n, n.Right, w), false, of)
		uses(n.Right, operand(n, n.Left, w), false, of)
		return
	case *ast.UnaryNode:
		uses(n.Node, wantNumber, false, of)
		return
	case *ast.CallNode:
		f := functions[n.Callee.(*ast.IdentifierNode).Value]
		for _, arg := range n.Arguments {
			uses(arg, f.takes, f.absent, of)
		}
		return
	case *ast.PredicateNode: // its conditions see for themselves
		return
	case *ast.SliceNode:
		uses(n.Node, wantText, false, of)
		uses(n.From, wantNumber, false, of)
		uses(n.To, wantNumber, false, of)
		return
	}
	w = wantAny
	if b, ok := n.(*ast.BuiltinNode); ok && takenBy[b.Name] != wantNothing {
		w = takenBy[b.Name]
	}
	for _, kid := range kids(n) {
		uses(*kid, w, false, of)
	}
}

// operand says what an operator takes beside the operand other, when its result
// is wanted as w.
func operand(n *ast.BinaryNode, other ast.Node, w want) want {
	switch n.Operator {
	case "contains", "startsWith", "endsWith", "matches":
		return wantText
	case "*", "/", "%", "**", "^", "..":
		return wantNumber
	}
	if isTime(other) {
		return wantTime
	}
	switch n.Operator {
	case "-":
		if w == wantTime {
			return w
		}
		return wantNumber
	case "<", "<=", ">", ">=":
		if isText(other) {
			return wantText
		}
		return wantNumber
	case "+":
		if w != wantAny {
			return w
		}
	}
	switch k := other.Type().Kind(); {
	case isText(other):
		return wantText
	case k == reflect.Int || k == reflect.Float64:
		return wantNumber
	}
	return wantAny
}

// isText reports whether n is a text, whatever its operands are.
func isText(n ast.Node) bool {
	if b, ok := n.(*ast.BinaryNode); ok && b.Operator == "+" {
		return isText(b.Left) || isText(b.Right)
	}
	return n.Type().Kind() == reflect.String
}

// isArithmetic reports whether n computes a value, whatever its operands are.
func isArithmetic(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BinaryNode:
		return slices.Contains([]string{"+", "-", "*", "/", "%", "**", "^", ".."}, n.Operator)
	case *ast.UnaryNode:
		return n.Operator == "-" || n.Operator == "+"
	}
	return false
}

// appendFaces appends what v is to an expression that wants w.
func (w want) appendFaces(dst []any, v event.Value) []any {
	number, isNumber := numberOf(v)
	if at, ok := v.Time(); ok && (w == wantNumber || w == wantTime) {
		return append(dst, at)
	}
	switch k := v.Kind(); {
	case k == event.Null, w == wantTime:
		return dst
	case w == wantText:
		return appendTexts(dst, v)
	case w == wantAny && k != event.Int && k != event.Uint && k != event.Float:
		dst = appendTexts(dst, v)
	}
	if isNumber {
		dst = append(dst, number)
	}
	if b, ok := v.Bool(); ok {
		dst = append(dst, b)
	}
	return dst
}

// appendTexts appends every text that v can be read as.
func appendTexts(dst []any, v event.Value) []any {
	raw := v.Raw()
	dst = append(dst, raw)
	if m := v.Meaning(); m != nil {
		for _, face := range [...]string{m.Code, m.Text} {
			if face != "" && face != raw {
				dst = append(dst, face)
			}
		}
	}
	if u, ok := v.Uint(); ok && v.Kind() == event.Hex {
		dst = append(dst, "0x"+strconv.FormatUint(u, 16), strconv.FormatUint(u, 10))
	}
	return dst
}
