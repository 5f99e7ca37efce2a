package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

// Pass is what a pass made of a rule.
type Pass struct{ Pass, Result string }

// Walk takes a rule through all passes, as one of two rules for events of id 1 of a source.
func Walk(followed, beside *rules.Rule, source taxonomy.Source) (all []Pass) {
	note := func(pass, result string) { all = append(all, Pass{pass, result}) }
	names := &view.Names{}
	identity := NewIdentitySlots(names)
	g := NewGroup(source, names, identity, tree.NewQuestions())
	g.Add(0, followed.Condition, nil, nil)
	g.Add(1, beside.Condition, nil, nil)
	bound := g.Rules()[0].Tree
	note("bind", show(bound))
	folder := constantFolder{slots: identity, known: g.identity(1)}
	note("constants", show(folder.fold(bound)))
	trees := []runnable{{tree: tree.Simplify(folder.fold(bound))}, {tree: g.Rules()[1].Tree}}
	note("simplify", show(trees[0].tree))

	x := indexed(trees)
	collect(trees[0].tree, func(n *tree.Node) {
		var literals []string
		for _, id := range x.found[x.tests[n.Test]] {
			l := x.literals[id]
			literals = append(literals, fmt.Sprintf("%s %q", places[l.Place], l.Text))
		}
		note("literals", fmt.Sprintf("%s: %s", n.Test.Field.Name, strings.Join(literals, ", ")))
	})
	needed := []witnesses{x.witnesses(trees[0].tree), x.witnesses(trees[1].tree)}
	keep := x.worth(needed)
	var witness, answered []string
	collect(trees[0].tree, func(n *tree.Node) {
		number := x.tests[n.Test]
		if slices.Contains(needed[0].tests, number) {
			witness = append(witness, show(n))
		}
		if keep[number] {
			answered = append(answered, show(n))
		}
	})
	note("witness", strings.Join(witness, ", "))
	note("worth", strings.Join(answered, ", "))
	x.only(keep)
	guarded := x.guard(trees[0].tree)
	note("guard", show(guarded))
	tree.Order(guarded)
	note("order", show(guarded))
	return all
}

var places = map[slots.Place]string{
	slots.Present: "there", slots.Whole: "whole", slots.AtStart: "at the start", slots.AtEnd: "at the end", slots.Anywhere: "anywhere", slots.Sign: "a sign",
}
