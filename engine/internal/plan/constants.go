package plan

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// constantFolder decides the tests on what is the same for all events of a program:
//
//	EventID: 4688 and Channel: Security and X: 1  →  true and true and X: 1
//	EventID: 4624 and X: 1                        →  false and X: 1
//
// tree.Simplify then takes the constants out.
type constantFolder struct {
	slots IdentitySlots
	known Identity
	used  Dimensions

	channel, provider, id *view.Field // as events have them; nil until they are asked
}

// fold returns n with the tests that the identity decides as constants.
func (f *constantFolder) fold(n *tree.Node) *tree.Node {
	if n.Op == tree.Leaf {
		return f.foldLeaf(n)
	}
	var kids []*tree.Node
	for i, kid := range n.Kids {
		folded := f.fold(kid)
		if folded != kid && kids == nil {
			kids = append(make([]*tree.Node, 0, len(n.Kids)), n.Kids[:i]...)
		}
		if kids != nil {
			kids = append(kids, folded)
		}
	}
	if kids == nil {
		return n
	}
	c := *n
	c.Kids = kids
	return &c
}

// never reports whether n, which stands under no negation, is plainly false of what has
// the identity: most rules of a log are for others of its events, and nothing has to be
// made of them.
func (f *constantFolder) never(n *tree.Node) bool {
	switch n.Op {
	case tree.Leaf:
		return f.foldLeaf(n).Op == tree.False
	case tree.And:
		return slices.ContainsFunc(n.Kids, f.never)
	case tree.Or:
		return !slices.ContainsFunc(n.Kids, func(kid *tree.Node) bool { return !f.never(kid) })
	}
	return false
}

func (f *constantFolder) foldLeaf(n *tree.Node) *tree.Node {
	if n.Test.Keyword != nil || n.Test.Field.Ref != "" {
		return n
	}
	switch n.Test.Slot {
	case f.slots.EventID:
		return f.foldID(n)
	case f.slots.Channel:
		return foldText(n, f.known.Channel, &f.channel, &f.used.Channel)
	case f.slots.Provider:
		return foldText(n, f.known.Provider, &f.provider, &f.used.Provider)
	}
	return n
}

func (f *constantFolder) foldID(n *tree.Node) *tree.Node {
	switch {
	case f.known.EventID != 0:
		f.used.EventID = true
		return decide(n, &f.id, event.UintValue(uint64(f.known.EventID)))
	case f.known.OtherID && isPlainEquality(n.Test.Field):
		f.used.EventID = true
		return &tree.Node{Op: tree.False}
	}
	return n
}

func foldText(n *tree.Node, known string, field **view.Field, used *bool) *tree.Node {
	if known == "" || !ignoresCase(n.Test.Field) {
		return n
	}
	*used = true
	return decide(n, field, event.TextValue(known))
}

// decide returns what the test n says of a field that has v. The field is made if it is
// nil.
func decide(n *tree.Node, field **view.Field, v event.Value) *tree.Node {
	if *field == nil {
		names := &view.Names{}
		slot := names.Slot("Known")
		e := view.NewEvent(names)
		e.Load(&event.Event{Fields: event.Fields{{Name: "Known", Value: v}}})
		*field = e.Field(slot)
	}
	if _, yes := n.Test.Predicate.Match(*field); yes {
		return &tree.Node{Op: tree.True}
	}
	return &tree.Node{Op: tree.False}
}

// ignoresCase reports whether f says the same of texts that differ in case.
func ignoresCase(f *ir.Field) bool {
	for i := range f.Values {
		if f.Values[i].Kind != ir.TextValue && f.Values[i].Kind != ir.NumberValue {
			return false
		}
	}
	return !f.Cased && f.Op <= ir.EndsWith && f.Part == ir.WholeValue
}

// isPlainEquality reports whether f is true of a few spelt-out values only.
func isPlainEquality(f *ir.Field) bool {
	for i := range f.Values {
		_, plain := f.Values[i].Glob.Literal()
		if f.Values[i].Kind != ir.NumberValue && (f.Values[i].Kind != ir.TextValue || !plain) {
			return false
		}
	}
	return f.Op == ir.Equals && f.Part == ir.WholeValue
}
