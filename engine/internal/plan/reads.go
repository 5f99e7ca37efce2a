package plan

import "github.com/rulehound/rulehound/engine/internal/tree"

// slotSet is a set of slots, a bit each.
type slotSet []uint64

func (s *slotSet) add(slot int) {
	for slot/64 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[slot/64] |= 1 << (slot % 64)
}

func (s slotSet) has(slot int32) bool {
	return int(slot)/64 < len(s) && s[slot/64]>>(slot%64)&1 != 0
}

// addReads adds the slots that the tests and the code under n look at.
func (s *slotSet) addReads(n *tree.Node) {
	for _, kid := range n.Kids {
		s.addReads(kid)
	}
	switch {
	case n.Test != nil && n.Test.Field != nil:
		s.add(n.Test.Slot)
		if n.Test.Ref >= 0 {
			s.add(n.Test.Ref)
		}
	case n.Code != nil:
		for _, slot := range n.Code.Slots {
			s.add(slot)
		}
	}
}

// addIdentity adds the slots in which an event's identity stands, as far as it was
// used: a second field there would say something else.
func (s *slotSet) addIdentity(slots IdentitySlots, used Dimensions) {
	if used.Channel {
		s.add(slots.Channel)
	}
	if used.Provider {
		s.add(slots.Provider)
	}
	if used.EventID {
		s.add(slots.EventID)
	}
}
