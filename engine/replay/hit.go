package replay

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
)

// hit is the alerts of one event with its place in the order of all.
type hit struct {
	time   time.Time // the event's
	input  int       // which input
	seq    int64     // which record of it, see sequence
	packed string    // the alerts, see alert.Pack
}

// sequence is the place of a record in its input. Which record of the input it
// is in all, its index, is not known before the batches in front are decoded.
func sequence(batch int, index int64) int64 { return int64(batch)<<batchBits + index }

// index returns the index of the record at seq, when all batches are decoded.
func (in *Input) index(seq int64) int64 {
	return in.first(int(seq>>batchBits)) + seq&(1<<batchBits-1)
}

const batchBits = 24

// compare orders hits by event time, ties by input order. Hits of events
// without a time come last.
func compare(a, b hit) int {
	return cmp.Or(
		compareTime(a.time, b.time),
		cmp.Compare(a.input, b.input),
		cmp.Compare(a.seq, b.seq),
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

// finisher makes alerts of hits, which must come in order: it gives their event
// its index, and tells apart alerts of one input that are equal to the last byte,
// which real logs hold. The second and later ones get an id of their own. Equal
// events have equal times, so it forgets what came before.
type finisher struct {
	inputs []*Input
	rules  *ruleTable
	now    time.Time
	seen   map[repeat]int
}

type repeat struct {
	input int
	id    string
}

// alerts returns the alerts of h, which are of one event.
func (f *finisher) alerts(h hit) ([]*alert.Alert, error) {
	all, err := alert.Unpack(h.packed, f.rules.rules)
	if err != nil {
		return nil, err
	}
	if f.seen == nil || !h.time.Equal(f.now) {
		f.now, f.seen = h.time, map[repeat]int{}
	}
	if h.input < len(f.inputs) { // what correlations raise is of no input
		all[0].Event.Source.Index = f.inputs[h.input].index(h.seq)
	}
	for _, a := range all {
		key := repeat{h.input, a.ID}
		n := f.seen[key]
		f.seen[key] = n + 1
		if n > 0 {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s repeat %d", a.ID, n))
			a.ID = hex.EncodeToString(sum[:])[:min(len(a.ID), 2*len(sum))]
		}
	}
	return all, nil
}
