package plan

import (
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// Identity is what is known of all events that a program sees. Conditions on it
// become constants (constants.go).
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
func NewIdentitySlots(names *view.Names) IdentitySlots {
	return IdentitySlots{names.Slot("Channel"), names.Slot("Provider_Name"), names.Slot("EventID")}
}

// grant is what the rules of a program take for granted of an event.
type grant struct {
	slots IdentitySlots
	used  Dimensions
	known Identity
}

// holds reports whether the fields of e say what is known, as far as it was used,
// and the event id that is written id. A program that made use of an identity is only right for
// such events.
func (g *grant) holds(e *view.Event, id string) bool {
	return (!g.used.Channel || says(e.Field(g.slots.Channel), g.known.Channel)) &&
		(!g.used.Provider || says(e.Field(g.slots.Provider), g.known.Provider)) &&
		(!g.used.EventID || saysID(e.Field(g.slots.EventID), id))
}

// says reports whether the field has the one value s.
func says(f *view.Field, s string) bool {
	if f.Len() != 1 {
		return false
	}
	v := f.Value(0)
	return v.Kind() == event.Text && v.Meaning() == nil && strings.EqualFold(v.Raw(), s)
}

// saysID reports whether the field has the one value id, a number of an event.
func saysID(f *view.Field, id string) bool {
	if f.Len() != 1 {
		return false
	}
	v := f.Value(0)
	return v.Kind() != event.Hex && v.Meaning() == nil && v.Raw() == id && id != "0"
}

// mentionedIDs adds the event ids that plain equalities under n name.
func (is IdentitySlots) mentionedIDs(ids map[uint32]bool, n *tree.Node) {
	for _, kid := range n.Kids {
		is.mentionedIDs(ids, kid)
	}
	if n.Op != tree.Leaf || n.Test.Keyword != nil || n.Test.Slot != is.EventID || !isPlainEquality(n.Test.Field) {
		return
	}
	for i := range n.Test.Field.Values {
		if id, ok := idOf(&n.Test.Field.Values[i]); ok {
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
