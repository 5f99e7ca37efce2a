package view

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/normalize/event"
)

// Names gives the fields that rules read their slots: small numbers that an
// [Event] keeps its values under. A slot may stand for several names of which
// any will do. Names is filled while rules are compiled and read-only after.
type Names struct {
	slots map[string]int // the names of a slot, folded and joined, to its number
	table []nameEntry    // open addressing, a power of two
	used  int
}

// nameEntry says which slots the values of one field name go to.
type nameEntry struct {
	name  string // as the first rule spelt it; "" is a free entry
	hash  uint32
	slots []int32
}

// Slot returns the slot of the fields called any of names, and makes it if it
// is new. Case and order of names do not matter.
func (n *Names) Slot(names ...string) int {
	folded := make([]string, len(names))
	for i, name := range names {
		folded[i] = fold.String(name)
	}
	slices.Sort(folded)
	key := strings.Join(slices.Compact(folded), "\x00")
	if slot, ok := n.slots[key]; ok {
		return slot
	}
	if n.slots == nil {
		n.slots = map[string]int{}
	}
	slot := len(n.slots)
	n.slots[key] = slot
	for _, name := range names {
		n.add(name, int32(slot))
	}
	return slot
}

// Len returns the number of slots.
func (n *Names) Len() int { return len(n.slots) }

// All returns every field name, sorted.
func (n *Names) All() []string {
	var all []string
	for i := range n.table {
		if n.table[i].name != "" {
			all = append(all, n.table[i].name)
		}
	}
	slices.Sort(all)
	return all
}

func (n *Names) add(name string, slot int32) {
	if name == "" {
		return // no field goes by no name
	}
	if 4*n.used >= len(n.table) {
		n.grow()
	}
	h := hashName(name)
	e := n.probe(h, name)
	if e.name == "" {
		e.name, e.hash = name, h
		n.used++
	}
	if !slices.Contains(e.slots, slot) {
		e.slots = append(e.slots, slot)
	}
}

func (n *Names) grow() {
	old := n.table
	n.table = make([]nameEntry, max(64, 2*len(old)))
	for _, e := range old {
		if e.name != "" {
			*n.probe(e.hash, e.name) = e
		}
	}
}

// probe returns the entry of name, or the free one where it would go.
func (n *Names) probe(h uint32, name string) *nameEntry {
	mask := uint32(len(n.table) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		e := &n.table[i]
		if e.name == "" || e.hash == h && (e.name == name || strings.EqualFold(e.name, name)) {
			return e
		}
	}
}

// lookup returns the slots that the values of the field called name go to.
func (n *Names) lookup(name string) []int32 {
	if n.used == 0 || name == "" {
		return nil
	}
	return n.probe(hashName(name), name).slots
}

// SlotsOf returns the slots that the values of f go to, some of them twice. They
// are read-only.
func (n *Names) SlotsOf(f *event.Field) []int32 {
	slots := slices.Clip(n.lookup(f.Name))
	if f.Path != "" {
		slots = append(slots, n.lookup(f.Path)...)
	}
	if strings.IndexByte(f.Name, ' ') >= 0 {
		slots = append(slots, n.lookup(strings.ReplaceAll(f.Name, " ", ""))...)
	}
	return slots
}

// hashName is the same for names that are equal but for case.
func hashName(s string) uint32 {
	h, ascii := hash(s)
	if !ascii {
		// Letters that fold together may take a different number of bytes.
		var buf [64]byte
		h, _ = hash(fold.Append(buf[:0], s))
	}
	return h
}

// hash sets the bit of lower case in every byte, which also makes a few other
// characters alike: that is harmless in a hash. It tells whether s is ASCII.
func hash[T string | []byte](s T) (h uint32, ascii bool) {
	const (
		prime     = 0x9e3779b97f4a7c15
		lowerBits = 0x2020202020202020
		highBits  = 0x8080808080808080
	)
	sum, seen := uint64(len(s))*prime, uint64(0)
	add := func(w uint64) {
		seen |= w
		sum = (sum ^ (w | lowerBits)) * prime
		sum ^= sum >> 29
	}
	n := len(s)
	for i := 0; i+8 < n; i += 8 {
		add(fold.Load(s[i:]))
	}
	if n >= 8 {
		add(fold.Load(s[n-8:])) // overlaps what was before
	} else {
		var w uint64
		for i := range n {
			w = w<<8 | uint64(s[i])
		}
		add(w)
	}
	return uint32(sum >> 32), seen&highBits == 0
}
