package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules/ir"
)

func TestWorth(t *testing.T) {
	var names []string
	for i := range longList + 1 {
		names = append(names, fmt.Sprintf("n%04d", i))
	}
	for _, c := range []struct {
		condition ir.Node
		want      string // the tests that the index answers
	}{
		{and(has("C", "-nop"), has("C", "downloadstring")), "C contains downloadstring"},
		{and(has("C", "-nop"), has("C", "downloadstring"), has("C", "another long text")), "C contains another long text, C contains downloadstring"},
		{has("C", "-nop"), "C contains -nop"},
		{or(has("C", "-nop"), and(has("C", "-enc"), has("C", "downloadstring"))), "C contains -enc, C contains -nop, C contains downloadstring"},
		{and(is("D", "a very rare value"), has("C", "a long text")), "D equals a very rare value"},
		{and(has("D", "a very rare value"), has("C", names...)), "C contains " + strings.Join(names, "|") + ", D contains a very rare value"},
		{neg(has("C", "downloadstring")), ""},
	} {
		tree := simplify(bind(t, c.condition))
		x := indexed([]runnable{{tree: tree}})
		x.only(x.worth([]witnesses{x.witnesses(tree)}))
		var got []string
		collect(tree, func(n *Node) {
			if _, ok := x.tests[n.Test]; ok {
				got = append(got, show(n))
			}
		})
		slices.Sort(got)
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", show(tree), got, c.want)
		}
	}
}

// TestLists holds lists against a slice of slices.
func TestLists(t *testing.T) {
	numbers := [][]int32{{2, 0}, nil, {2}, {0, 2}} // by what they hold
	l := newLists(4, pairs(numbers))
	for i, want := range [][]int32{{0, 3}, nil, {0, 2, 3}, nil} {
		if got := l.of(int32(i)); !slices.Equal(got, want) {
			t.Errorf("list %d is %v, want %v", i, got, want)
		}
	}
	next := listsOf([][]int32{{7}, {8, 9}, nil, {7, 6}})
	through := newLists(4, l.through(next))
	for i, want := range [][]int32{{7, 7, 6}, nil, {7, 7, 6}, nil} {
		if got := through.of(int32(i)); !slices.Equal(got, want) {
			t.Errorf("list %d leads to %v, want %v", i, got, want)
		}
	}
}
