package tree_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestOrder(t *testing.T) {
	word := &ir.Keyword{Values: []ir.Value{{Text: "x", Glob: ir.LiteralGlob("x")}}}
	many := has("M", "1", "2", "3", "4", "5", "6")
	n := tree.Simplify(bind(and(code, word, expression("R", "x"), or(many, a), many, a)))
	tree.Order(n)
	if got, want := show(n), "(A equals 1 and M contains 1|2|3|4|5|6 and (A equals 1 or M contains 1|2|3|4|5|6) and R re x and keyword and code)"; got != want {
		t.Errorf("ordered as %s, want %s", got, want)
	}
}
