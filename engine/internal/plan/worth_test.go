package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
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
		n := tree.Simplify(bind(c.condition))
		x := indexed([]runnable{{tree: n}})
		x.only(x.worth([]witnesses{x.witnesses(n)}))
		var got []string
		collect(n, func(n *tree.Node) {
			if _, ok := x.tests[n.Test]; ok {
				got = append(got, show(n))
			}
		})
		slices.Sort(got)
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", show(n), got, c.want)
		}
	}
}
