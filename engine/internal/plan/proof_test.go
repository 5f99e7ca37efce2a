package plan

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestFound holds what is told from the literals that were found against what the
// predicate says.
func TestFound(t *testing.T) {
	number := ir.Value{Kind: ir.NumberValue, Text: "5", Num: ir.Number{Float: 5, Bits: 5, Exact: true}}
	glob := func(before, after string) ir.Value {
		return ir.Value{Text: before + "*" + after, Glob: ir.Glob{{Text: before}, {Kind: ir.AnyRun}, {Text: after}}}
	}
	ends, starts := has("C", ".exe", "d.exe", "\\cmd.exe"), has("C", "c:\\", "c:\\windows")
	ends.Op, starts.Op = ir.EndsWith, ir.StartsWith
	for _, f := range []*ir.Field{
		has("C", "absent", "windows", "cmd.exe"), has("C", "cmd.exe", "windows", "windows"), ends, starts,
		is("C", "xay", "xay "), is("C", "xay ", "xay"), is("C", "xay", "xby", "5", "x", "y"),
		{Name: "C", Values: []ir.Value{number, glob("x", "y"), glob("x", "z")}}, // three literals: '5', 5 and 'x'
		{Name: "C", Values: []ir.Value{glob("xa", "z"), glob("xa", "y")}},
		{Name: "C", Values: []ir.Value{glob("q", "z"), glob("x", "y")}},
	} {
		n := bind(f)
		ix := newIndex([]runnable{{&Rule{Tree: n}, n}}, nil)
		names := &view.Names{}
		names.Slot("C")
		s := &State{State: tree.State{Event: view.NewEvent(names)}}
		for _, texts := range [][]string{{`C:\Windows\cmd.exe`}, {"xay"}, {"xaz "}, {"xay "}, {"5"}, {"a cmd.exe", `c:\windows`}, {"xq", "xay"}} {
			var ev event.Event
			for _, text := range texts {
				ev.Fields = append(ev.Fields, event.Field{Name: "C", Value: event.TextValue(text)})
			}
			s.Event.Load(&ev)
			want, ok := n.Test.Predicate.Match(s.Event.Field(0))
			if found := ix.run(nil, s); len(found) > 0 != ok {
				t.Errorf("%s of %q: %v, want %t", show(n), texts, found, ok)
			}
			if ok { // and known to be
				if why := s.Evidence(nil, n); len(why) != 1 || why[0].Hit != want {
					t.Errorf("%s of %q: %v, want %v", show(n), texts, why, want)
				}
			}
			if why := s.Evidence(nil, either(n)); len(why) == 2 != ok || ok && why[0].Hit != want {
				t.Errorf("%s of %q: %v, want %v, %t", show(n), texts, why, want, ok)
			}
		}
	}
}

// either is n or an expression that is true.
func either(n *tree.Node) *tree.Node {
	return &tree.Node{Op: tree.Or, Kids: []*tree.Node{n, bind(code)}, Source: &ir.Or{}}
}
