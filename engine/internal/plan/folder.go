package plan

import (
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// folder replaces tests on an identity by constants.
type folder struct {
	slots IdentitySlots
	known Identity
	used  Dimensions
	probe *State // an event that has the identity and nothing else
}

func newFolder(names *match.Names, slots IdentitySlots, known Identity) *folder {
	ev := &event.Event{Fields: event.Fields{
		{Name: "Channel", Value: event.TextValue(known.Channel)},
		{Name: "Provider_Name", Value: event.TextValue(known.Provider)},
		{Name: "EventID", Value: event.UintValue(uint64(known.EventID))},
	}}
	probe := &State{Event: match.NewEvent(names)}
	probe.Event.Load(ev)
	return &folder{slots: slots, known: known, probe: probe}
}

// fold returns n with the tests that the identity decides as constants.
func (f *folder) fold(n *Node) *Node {
	if n.Op == Leaf {
		return f.foldLeaf(n)
	}
	var kids []*Node
	for i, kid := range n.Kids {
		folded := f.fold(kid)
		if folded != kid && kids == nil {
			kids = append(make([]*Node, 0, len(n.Kids)), n.Kids[:i]...)
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

func (f *folder) foldLeaf(n *Node) *Node {
	if n.Test.keyword != nil || n.Test.field.Ref != "" {
		return n
	}
	switch n.Test.Slot {
	case f.slots.EventID:
		return f.foldID(n)
	case f.slots.Channel:
		return f.foldText(n, f.known.Channel, &f.used.Channel)
	case f.slots.Provider:
		return f.foldText(n, f.known.Provider, &f.used.Provider)
	}
	return n
}

func (f *folder) foldID(n *Node) *Node {
	switch {
	case f.known.EventID != 0:
		f.used.EventID = true
		return f.decide(n)
	case f.known.OtherID && isPlainEquality(n.Test.field):
		f.used.EventID = true
		return &Node{Op: False}
	}
	return n
}

func (f *folder) foldText(n *Node, known string, used *bool) *Node {
	if known == "" || !ignoresCase(n.Test.field) {
		return n
	}
	*used = true
	return f.decide(n)
}

func (f *folder) decide(n *Node) *Node {
	if f.probe.Match(n) == Yes {
		return &Node{Op: True}
	}
	return &Node{Op: False}
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
