package correlate

import (
	"math"
	"slices"

	"github.com/rulehound/rulehound/rules"
)

// few is how many items are looked through rather than tallied.
const few = 16

// tally is what a series of many items measures, kept up to date.
type tally struct {
	seen   map[uint64]int32 // how often each value or rule is there
	sorted []float64
	sum    int64 // of the values that are small whole numbers
	odd    int   // how many are not
}

// kept is which tallies a column keeps up to date where a series has many items.
type kept struct{ seen, sorted, sum bool }

// keeps returns what a type of correlation needs.
func keeps(m measure) kept {
	switch {
	case m.kind == rules.EventCount, m.kind == rules.FirstSeen:
		return kept{}
	case m.ranked():
		return kept{sorted: true}
	case m.numeric():
		return kept{sum: true}
	}
	return kept{seen: true}
}

func (k kept) and(other kept) kept {
	return kept{k.seen || other.seen, k.sorted || other.sorted, k.sum || other.sum}
}

func (k kept) add(t *tally, value uint64) {
	f := math.Float64frombits(value)
	if k.sorted {
		i, _ := slices.BinarySearch(t.sorted, f)
		t.sorted = slices.Insert(t.sorted, i, f)
	}
	if k.seen {
		if t.seen == nil {
			t.seen = map[uint64]int32{}
		}
		t.seen[value]++
	}
	switch {
	case !k.sum:
	case small(f):
		t.sum += int64(f)
	default:
		t.odd++
	}
}

func (k kept) remove(t *tally, value uint64) {
	f := math.Float64frombits(value)
	if k.sorted {
		i, _ := slices.BinarySearch(t.sorted, f)
		t.sorted = slices.Delete(t.sorted, i, i+1)
	}
	if k.seen {
		if t.seen[value]--; t.seen[value] == 0 {
			delete(t.seen, value)
		}
	}
	switch {
	case !k.sum:
	case small(f):
		t.sum -= int64(f)
	default:
		t.odd--
	}
}

// small reports whether f is a whole number of which many can be added exactly.
func small(f float64) bool { return f == math.Trunc(f) && math.Abs(f) < 1<<31 }
