package find

// Hits is a set of small numbers that is cheap to empty, with its members in
// the order in which they came.
type Hits struct {
	bits []uint64
	list []int32
}

// Reset empties the set and makes room for numbers below n.
func (h *Hits) Reset(n int) {
	for _, i := range h.list {
		h.bits[i/64] = 0
	}
	h.list = h.list[:0]
	if words := (n + 63) / 64; len(h.bits) < words {
		h.bits = make([]uint64, words)
	}
}

// Has reports whether i was added.
func (h *Hits) Has(i int32) bool { return h.bits[i/64]>>(i%64)&1 != 0 }

// List returns what was added, in that order, until the next Reset.
func (h *Hits) List() []int32 { return h.list }

// Add adds i and reports whether it is new.
func (h *Hits) Add(i int32) bool {
	if h.Has(i) {
		return false
	}
	h.bits[i/64] |= 1 << (i % 64)
	h.list = append(h.list, i)
	return true
}
