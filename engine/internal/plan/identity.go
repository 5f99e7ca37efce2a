package plan

import (
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// Identity is what is known of all events that a program sees. Conditions on it
// become constants:
//
//	EventID: 4688 and Channel: Security and X: 1  →  true and true and X: 1
type Identity struct {
	Channel, Provider string // in lower case, "" for any
	EventID           uint32 // 0 for any
	OtherID           bool   // the id is one that no rule of the group mentions
}

// Dimensions says of what a program made use.
type Dimensions struct{ Channel, Provider, EventID bool }

// IdentitySlots are the slots of the fields that an event's identity stands in.
type IdentitySlots struct{ Channel, Provider, EventID int }

// NewIdentitySlots returns the slots of the identity in names.
func NewIdentitySlots(names *match.Names) IdentitySlots {
	return IdentitySlots{names.Slot("Channel"), names.Slot("Provider_Name"), names.Slot("EventID")}
}

// hold reports whether the fields of e say what is known, as far as it was used,
// and the event id id. A program that made use of an identity is only right for
// such events.
func (is IdentitySlots) hold(used Dimensions, known Identity, e *match.Event, id uint32) bool {
	return (!used.Channel || says(e.Field(is.Channel), known.Channel)) &&
		(!used.Provider || says(e.Field(is.Provider), known.Provider)) &&
		(!used.EventID || saysID(e.Field(is.EventID), id))
}

// says reports whether the field has the one value s.
func says(f *match.Field, s string) bool {
	if f.Len() != 1 {
		return false
	}
	v := f.Value(0)
	return v.Kind() == event.Text && v.Meaning() == nil && strings.EqualFold(v.Raw(), s)
}

func saysID(f *match.Field, id uint32) bool {
	if f.Len() != 1 {
		return false
	}
	v := f.Value(0)
	if v.Kind() == event.Hex || v.Meaning() != nil {
		return false
	}
	n, err := strconv.ParseUint(v.Raw(), 10, 32)
	return err == nil && uint32(n) == id && v.Raw()[0] != '0'
}

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
	t := n.Test
	if t.keyword != nil || t.field.Ref != "" {
		return n
	}
	decide := func() *Node {
		if f.probe.Match(n) == Yes {
			return &Node{Op: True}
		}
		return &Node{Op: False}
	}
	switch t.Slot {
	case f.slots.EventID:
		switch {
		case f.known.EventID != 0:
			f.used.EventID = true
			return decide()
		case f.known.OtherID && isPlainEquality(t.field):
			f.used.EventID = true
			return &Node{Op: False}
		}
	case f.slots.Channel:
		if f.known.Channel != "" && ignoresCase(t.field) {
			f.used.Channel = true
			return decide()
		}
	case f.slots.Provider:
		if f.known.Provider != "" && ignoresCase(t.field) {
			f.used.Provider = true
			return decide()
		}
	}
	return n
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

// mentionedIDs adds the event ids that plain equalities under n name.
func (is IdentitySlots) mentionedIDs(ids map[uint32]bool, n *Node) {
	for _, kid := range n.Kids {
		is.mentionedIDs(ids, kid)
	}
	if n.Op != Leaf || n.Test.keyword != nil || n.Test.Slot != is.EventID || !isPlainEquality(n.Test.field) {
		return
	}
	for i := range n.Test.field.Values {
		if id, ok := idOf(&n.Test.field.Values[i]); ok {
			ids[id] = true
		}
	}
}

// idOf returns the event id that v equals, if it equals one.
func idOf(v *ir.Value) (uint32, bool) {
	text := v.Text
	if v.Kind == ir.TextValue {
		text, _ = v.Glob.Literal()
	}
	id, err := strconv.ParseUint(text, 10, 32)
	return uint32(id), err == nil && id > 0
}
