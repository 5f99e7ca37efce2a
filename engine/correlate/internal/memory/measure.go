package memory

import (
	"math"
	"slices"
)

// Distinct counts the different values of a series.
func (st *Store) Distinct(s *Series) int {
	if s.tally != 0 {
		return len(st.tallies.At(s.tally).seen)
	}
	count := 0
	items := st.Items(s)
	for i := range items {
		if !among(items[:i], items[i].Value) {
			count++
		}
	}
	return count
}

// Has reports whether a series has a value.
func (st *Store) Has(s *Series, value uint64) bool {
	if s.tally != 0 {
		return st.tallies.At(s.tally).seen[value] > 0
	}
	return among(st.Items(s), value)
}

func among(items []Item, value uint64) bool {
	for i := range items {
		if items[i].Value == value {
			return true
		}
	}
	return false
}

// Sum adds the values, which are bits of numbers, in the order of the events.
// Where all are small whole numbers the order does not matter, and the sum is
// known; otherwise what rounding takes off is added at the end, so that ten times
// 0.1 are 1 (Neumaier, 1974).
func (st *Store) Sum(s *Series) float64 {
	if s.tally != 0 && st.tallies.At(s.tally).odd == 0 {
		return float64(st.tallies.At(s.tally).sum)
	}
	sum, lost := 0.0, 0.0
	for _, it := range st.Items(s) {
		f := math.Float64frombits(it.Value)
		next := sum + f
		if math.IsInf(next, 0) {
			return next
		}
		if math.Abs(sum) >= math.Abs(f) {
			lost += sum - next + f
		} else {
			lost += f - next + sum
		}
		sum = next
	}
	return sum + lost
}

// Percentile interpolates between the two values around the rank p, of 100.
// Values are bits of numbers.
func (st *Store) Percentile(s *Series, p float64) float64 {
	sorted := st.sorted(s)
	rank := p * float64(len(sorted)-1) / 100 // in this order a whole rank is whole
	low := int(rank)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	share := rank - float64(low)
	between := sorted[low]*(1-share) + sorted[low+1]*share // their difference may be beyond all numbers
	return min(max(between, sorted[low]), sorted[low+1])   // and rounding leads out of neither
}

// sorted returns the values in their order.
func (st *Store) sorted(s *Series) []float64 {
	if s.tally != 0 {
		return st.tallies.At(s.tally).sorted
	}
	st.numbers = st.numbers[:0]
	for _, it := range st.Items(s) {
		st.numbers = append(st.numbers, math.Float64frombits(it.Value))
	}
	slices.Sort(st.numbers)
	return st.numbers
}
