package replay

import (
	"cmp"
	"time"
)

// hit is the alerts of one event with its place in the order of all.
type hit struct {
	time   time.Time // the event's
	input  int       // which input
	seq    int64     // which record of it, see sequence
	packed []byte    // the alerts, see alert.Pack and alert.Sheet
}

// sequence is the place of a record in its input. Which record of the input it
// is in all, its index, is not known before the batches in front are decoded.
func sequence(batch int, index int64) int64 { return int64(batch)<<batchBits + index }

// index returns the index of the record at seq, when all batches are decoded.
func (in *Input) index(seq int64) int64 {
	return in.firsts[seq>>batchBits] + seq&(1<<batchBits-1)
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
