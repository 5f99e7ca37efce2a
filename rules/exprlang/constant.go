package exprlang

import (
	"reflect"
	"strconv"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"

	"github.com/rulehound/rulehound/rules/ir"
)

// name returns the name of the field that n is, "" when it is none.
func (l *lowering) name(n ast.Node) string {
	if id, ok := n.(*ast.IdentifierNode); ok {
		for i, name := range l.fields {
			if id.Value == key(i) {
				return name
			}
		}
	}
	return ""
}

// reads reports whether n reads a field.
func (l *lowering) reads(n ast.Node) bool {
	return inside(n, func(n ast.Node) bool { return l.name(n) != "" })
}

// isConstant reports whether n is the same for every event.
func (l *lowering) isConstant(n ast.Node) bool {
	return !inside(n, func(n ast.Node) bool {
		_, isElement := n.(*ast.PointerNode)
		return isElement || l.name(n) != ""
	})
}

func (l *lowering) isNil(n ast.Node) bool {
	_, ok := n.(*ast.NilNode)
	return ok
}

func isBool(x any) bool {
	_, ok := x.(bool)
	return ok
}

func isNumber(x any) bool {
	c, ok := valueOf(x)
	return ok && c.Kind == ir.NumberValue
}

// isCondition reports whether n is true or false.
func isCondition(n ast.Node) bool { return n.Type().Kind() == reflect.Bool }

// value computes the constant n: nil, a bool, int, float64, string, or a list
// of them as []any; other things as the library has them. It reports false, and
// the problem, when that fails.
func (l *lowering) value(n ast.Node) (any, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.IntegerNode:
		return n.Value, true
	}
	program, err := l.compile(l.withMatchers(n))
	var v any
	if err == nil {
		machine := vm.VM{MemoryBudget: maxMemory}
		v, err = machine.Run(program, map[string]any{})
	}
	if err != nil {
		l.refuse(l.src.fault(err, codeType))
		return nil, false
	}
	return plainList(v), true
}

// plainList returns a list of any type as []any, and what is no list as it is.
func plainList(v any) any {
	list := reflect.ValueOf(v)
	if list.Kind() != reflect.Slice {
		return v
	}
	out := make([]any, list.Len())
	for i := range out {
		out[i] = list.Index(i).Interface()
	}
	return out
}

// evaluated lowers a condition that reads no field.
func (l *lowering) evaluated(n ast.Node) ir.Node {
	v, ok := l.value(n)
	if !ok {
		return &ir.Or{}
	}
	holds, ok := v.(bool)
	if !ok {
		return l.fail(n, codeType, "this is %T, not true or false", v)
	}
	return l.constant(n, holds)
}

// valueOf returns a constant as the tree compares it.
func valueOf(c any) (ir.Value, bool) {
	switch c := c.(type) {
	case string:
		return ir.Value{Text: c, Glob: ir.LiteralGlob(c)}, true
	case int:
		return ir.Value{Kind: ir.NumberValue, Text: strconv.Itoa(c), Num: exactInt(c)}, true
	case float64:
		return ir.Value{Kind: ir.NumberValue, Text: strconv.FormatFloat(c, 'f', -1, 64), Num: exactFloat(c)}, true
	case bool:
		text := strconv.FormatBool(c)
		return ir.Value{Text: text, Glob: ir.LiteralGlob(text)}, true
	}
	return ir.Value{}, false
}
