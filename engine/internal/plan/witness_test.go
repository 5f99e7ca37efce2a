package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestWitnesses(t *testing.T) {
	rare, common := has("R", "a-very-rare-text"), has("P", "/c ")
	absent := &ir.Field{Name: "N", Op: ir.Null}
	for _, c := range []struct {
		condition ir.Node
		want      string
	}{
		{a, "A equals 1"},
		{and(common, rare), "R contains a-very-rare-text"},
		{and(neg(rare), common), "P contains /c "},
		{or(a, b), "A equals 1, B equals 2"},
		{or(a, neg(b)), "none"},
		{or(a, absent), "none"},
		{neg(a), "none"},
		{absent, "none"},
		{code, "none"},
		{and(code, a), "A equals 1"},
		{or(and(a, common), and(b, absent)), "A equals 1, B equals 2"},
		{some(2, a, b, d), "two of them"},
		{some(2, a, b, neg(d)), "A equals 1, B equals 2"},
		{some(2, a, neg(b), neg(d)), "none"},
	} {
		n := tree.Simplify(bind(c.condition))
		x := indexed([]runnable{{tree: n}})
		byNumber := map[int32]string{}
		collect(n, func(n *tree.Node) {
			if i, ok := x.tests[n.Test]; ok {
				byNumber[i] = show(n)
			}
		})
		w := x.witnesses(n)
		var shown []string
		for _, test := range w.tests {
			shown = append(shown, byNumber[test])
		}
		slices.Sort(shown)
		got := strings.Join(shown, ", ")
		if !w.any {
			got = "none"
		}
		if c.want == "two of them" {
			if len(shown) != 2 {
				t.Errorf("%s: %s", show(n), got)
			}
		} else if got != c.want {
			t.Errorf("%s: %s, want %s", show(n), got, c.want)
		}
	}
}

func collect(n *tree.Node, leaf func(*tree.Node)) {
	for _, kid := range n.Kids {
		collect(kid, leaf)
	}
	if n.Op == tree.Leaf {
		leaf(n)
	}
}
