package replay

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
)

// hit is an alert with its place in the input order.
type hit struct {
	alert   *alert.Alert
	input   int   // which input
	seq     int64 // which record of it, see sequence
	ordinal int   // which alert of that
}

// sequence is the place of a record in its input. Which record of the input it
// is in all, its index, is not known before the batches in front are decoded.
func sequence(batch int, index int64) int64 { return int64(batch)<<batchBits + index }

// index returns the index of the record at seq, when all batches are decoded.
func (in *Input) index(seq int64) int64 {
	return in.first(int(seq>>batchBits)) + seq&(1<<batchBits-1)
}

const batchBits = 24

// placed returns h with the index of its event set. What correlations raise is
// of no input.
func (h hit) placed(inputs []*Input) hit {
	if h.input < len(inputs) {
		h.alert.Event.Source.Index = inputs[h.input].index(h.seq)
	}
	return h
}

// compare orders hits by event time, ties by input order. Hits of events
// without a time come last.
func compare(a, b hit) int {
	return cmp.Or(
		compareTime(a.alert.Time, b.alert.Time),
		cmp.Compare(a.input, b.input),
		cmp.Compare(a.seq, b.seq),
		cmp.Compare(a.ordinal, b.ordinal),
	)
}

func compareTime(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return a.Compare(b)
}

// repeats tells apart alerts of one input that are equal to the last byte,
// which real logs hold: the second and later ones get an id of their own. It
// must see hits in order; equal events have equal times, so it forgets what
// came before.
type repeats struct {
	now  time.Time
	seen map[repeat]int
}

type repeat struct {
	input int
	id    string
}

// number returns the alert of h, with another id when it is a repeat.
func (r *repeats) number(h hit) *alert.Alert {
	if r.seen == nil || !h.alert.Time.Equal(r.now) {
		r.now, r.seen = h.alert.Time, map[repeat]int{}
	}
	key := repeat{h.input, h.alert.ID}
	n := r.seen[key]
	r.seen[key] = n + 1
	if n == 0 {
		return h.alert
	}
	a := *h.alert
	sum := sha256.Sum256(fmt.Appendf(nil, "%s repeat %d", a.ID, n))
	a.ID = hex.EncodeToString(sum[:])[:min(len(a.ID), 2*len(sum))]
	return &a
}
