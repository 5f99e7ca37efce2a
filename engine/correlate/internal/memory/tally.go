package memory

import (
	"math"
	"slices"
)

// few is how many items are looked through rather than tallied.
const few = 16

// tally is what a series of many items measures, kept up to date.
type tally struct {
	seen   map[uint64]int32 // how often each value is there
	sorted []float64
	sum    int64 // of the values that are small whole numbers
	odd    int   // how many are not
}

// Kept is which tallies are kept up to date where a series has many items. What
// is not kept must not be asked for.
type Kept struct{ Distinct, Percentile, Sum bool }

// And returns what is kept for both.
func (k Kept) And(other Kept) Kept {
	return Kept{k.Distinct || other.Distinct, k.Percentile || other.Percentile, k.Sum || other.Sum}
}

func (k Kept) add(t *tally, value uint64) {
	f := math.Float64frombits(value)
	if k.Percentile {
		i, _ := slices.BinarySearch(t.sorted, f)
		t.sorted = slices.Insert(t.sorted, i, f)
	}
	if k.Distinct {
		if t.seen == nil {
			t.seen = map[uint64]int32{}
		}
		t.seen[value]++
	}
	switch {
	case !k.Sum:
	case small(f):
		t.sum += int64(f)
	default:
		t.odd++
	}
}

func (k Kept) remove(t *tally, value uint64) {
	f := math.Float64frombits(value)
	if k.Percentile {
		i, _ := slices.BinarySearch(t.sorted, f)
		t.sorted = slices.Delete(t.sorted, i, i+1)
	}
	if k.Distinct {
		if t.seen[value]--; t.seen[value] == 0 {
			delete(t.seen, value)
		}
	}
	switch {
	case !k.Sum:
	case small(f):
		t.sum -= int64(f)
	default:
		t.odd--
	}
}

// small reports whether f is a whole number of which many can be added exactly.
func small(f float64) bool { return f == math.Trunc(f) && math.Abs(f) < 1<<31 }
