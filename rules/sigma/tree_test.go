package sigma_test

import (
	"testing"

	"github.com/rulehound/rulehound/rules/ir"
)

// checkTree checks what the engine relies on.
func checkTree(t *testing.T, root ir.Node) {
	t.Helper()
	for n := range ir.All(root) {
		switch n := n.(type) {
		case *ir.And:
			atLeastTwo(t, n, n.Kids)
		case *ir.Or:
			atLeastTwo(t, n, n.Kids)
		case *ir.AtLeast:
			if n.N < 2 || n.N >= len(n.Kids) {
				t.Errorf("%d of %d", n.N, len(n.Kids))
			}
		case *ir.Field:
			checkField(t, n)
		case *ir.Keyword:
			checkValues(t, ir.Contains, n.Values)
		}
		if m := n.Origin(); m.Line < 1 || m.Col < 1 {
			t.Errorf("%T without a place: %+v", n, m)
		}
	}
}

func atLeastTwo(t *testing.T, n ir.Node, kids []ir.Node) {
	t.Helper()
	if len(kids) < 2 {
		t.Errorf("%T %q with %d kids", n, n.Origin().Text, len(kids))
	}
}

func checkField(t *testing.T, f *ir.Field) {
	t.Helper()
	none := f.Ref != "" || f.Op == ir.Exists || f.Op == ir.Null
	if none == (len(f.Values) > 0) {
		t.Errorf("%s with %d values", f, len(f.Values))
	}
	checkValues(t, f.Op, f.Values)
}

// checkValues: every value is of a kind that the operator takes, and two
// literals never touch.
func checkValues(t *testing.T, op ir.Op, values []ir.Value) {
	t.Helper()
	for _, v := range values {
		ok := v.Kind == ir.TextValue
		switch {
		case op == ir.Equals:
			ok = ok || v.Kind == ir.NumberValue
		case op == ir.Contains: // a keyword
			ok = ok || v.Regexp != nil
		case op == ir.Regexp:
			ok = v.Regexp != nil
		case op == ir.CIDR:
			ok = v.Prefix.IsValid()
		case ir.Less <= op && op <= ir.GreaterOrEqual:
			ok = v.Kind == ir.NumberValue
		}
		if !ok {
			t.Errorf("%s takes no %+v", op, v)
		}
		for i, s := range v.Glob {
			if s.Kind == ir.Literal && (s.Text == "" || i > 0 && v.Glob[i-1].Kind == ir.Literal) {
				t.Errorf("glob %+v", v.Glob)
			}
		}
	}
}

// TestCorpusTrees: what SigmaHQ's rules become is what the engine relies on.
func TestCorpusTrees(t *testing.T) {
	format := testFormat()
	for _, f := range corpus(t, ".") {
		good, _ := format.Parse(f.name, f.src)
		for _, r := range good {
			checkTree(t, r.Condition)
		}
	}
}
