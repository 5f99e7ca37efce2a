package plan

// hits is a set of small numbers that is cheap to empty, with its members in
// the order in which they came.
type hits struct {
	bits []uint64
	list []int32
}

// reset empties the set and makes room for numbers below n.
func (h *hits) reset(n int) {
	for _, i := range h.list {
		h.bits[i/64] = 0
	}
	h.list = h.list[:0]
	if words := (n + 63) / 64; len(h.bits) < words {
		h.bits = make([]uint64, words)
	}
}

func (h *hits) has(i int32) bool { return h.bits[i/64]>>(i%64)&1 != 0 }

// add reports whether i is new.
func (h *hits) add(i int32) bool {
	if h.has(i) {
		return false
	}
	h.bits[i/64] |= 1 << (i % 64)
	h.list = append(h.list, i)
	return true
}
