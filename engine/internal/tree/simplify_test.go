package tree_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestSimplify(t *testing.T) {
	for _, c := range []struct {
		condition ir.Node
		want      string
	}{
		{and(a, yes, and(b, c)), "(A equals 1 and B equals 2 and C equals 3)"},
		{or(a, no, or(b, c)), "(A equals 1 or B equals 2 or C equals 3)"},
		{and(a, no), "no"},
		{or(a, yes), "yes"},
		{and(a, a, is("a", "1")), "A equals 1"},
		{or(a), "A equals 1"},
		{neg(neg(a)), "A equals 1"},
		{neg(yes), "no"},
		{and(neg(no)), "yes"},
		{some(2, a, b, c), "(2 of A equals 1, B equals 2, C equals 3)"},
		{some(2, a, yes, c), "(A equals 1 or C equals 3)"},
		{some(2, a, no, c), "(A equals 1 and C equals 3)"},
		{some(1, a, and(b, yes)), "(A equals 1 or B equals 2)"},
		{some(0, a), "yes"},
		{some(3, a, b), "no"},
		{some(2, a, a), "A equals 1"},
		{and(code, neg(code)), "(code and not code)"},
	} {
		n := bind(c.condition)
		before := show(n)
		if got := show(tree.Simplify(n)); got != c.want {
			t.Errorf("%s becomes %s, want %s", before, got, c.want)
		}
		if after := show(n); after != before {
			t.Errorf("%s was changed to %s", before, after)
		}
	}
}
