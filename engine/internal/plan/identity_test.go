package plan

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestIdentity(t *testing.T) {
	names := &view.Names{}
	slots := NewIdentitySlots(names)
	id := &ir.Field{Name: "EventID", Values: []ir.Value{{Kind: ir.NumberValue, Text: "4688", Num: ir.Number{Float: 4688, Bits: 4688, Exact: true}}}}
	above := &ir.Field{Name: "EventID", Op: ir.Greater, Values: []ir.Value{{Kind: ir.NumberValue, Text: "4000", Num: ir.Number{Float: 4000, Bits: 4000, Exact: true}}}}
	cased := is("Channel", "security")
	cased.Cased = true
	for _, c := range []struct {
		known     Identity
		condition ir.Node
		want      string
		used      Dimensions
	}{
		{Identity{EventID: 4688}, and(id, a), "A equals 1", Dimensions{EventID: true}},
		{Identity{EventID: 1}, and(id, a), "no", Dimensions{EventID: true}},
		{Identity{EventID: 1}, and(neg(id), a), "A equals 1", Dimensions{EventID: true}},
		{Identity{EventID: 1}, or(and(a, id), id), "no", Dimensions{EventID: true}},
		{Identity{EventID: 1}, or(id, a), "A equals 1", Dimensions{EventID: true}},
		{Identity{EventID: 4688}, above, "yes", Dimensions{EventID: true}},
		{Identity{OtherID: true}, id, "no", Dimensions{EventID: true}},
		{Identity{OtherID: true}, above, "EventID gt 4000", Dimensions{}},
		{Identity{}, id, "EventID equals 4688", Dimensions{}},
		{Identity{Channel: "security"}, is("Channel", "SECURITY"), "yes", Dimensions{Channel: true}},
		{Identity{Channel: "security"}, has("channel", "System"), "no", Dimensions{Channel: true}},
		{Identity{Channel: "security"}, cased, "Channel equals security", Dimensions{}},
		{Identity{Channel: "security"}, expression("Channel", "sec"), "Channel re sec", Dimensions{}},
		{Identity{Provider: "p"}, is("Provider_Name", "P", "q"), "yes", Dimensions{Provider: true}},
		{Identity{Provider: "p"}, is("Channel", "p"), "Channel equals p", Dimensions{}},
	} {
		n, err := tree.NewBinder(names, nil, tree.NewQuestions()).Bind(c.condition)
		if err != nil {
			t.Fatal(err)
		}
		f := constantFolder{slots: slots, known: c.known}
		if got := show(tree.Simplify(f.fold(n))); got != c.want || f.used != c.used {
			t.Errorf("%+v: %s becomes %s using %+v, want %s using %+v", c.known, show(n), got, f.used, c.want, c.used)
		}
		early := constantFolder{slots: slots, known: c.known}
		if never := early.never(n); never != (c.want == "no") || never && early.used != c.used {
			t.Errorf("%+v: %s never %v using %+v, but it becomes %s using %+v", c.known, show(n), never, early.used, c.want, c.used)
		}
	}
}
