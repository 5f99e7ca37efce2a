package correlate

import (
	"math"
	"slices"

	"github.com/rulehound/rulehound/rules"
)

// measure is what a type of correlation makes of the events in a group.
type measure struct {
	rule *rules.Correlation
	kind rules.CorrelationType
}

func measureOf(c *rules.Correlation) measure { return measure{c, c.Type} }

// reads reports whether values of fields are measured.
func (m measure) reads() bool { return len(m.rule.Fields) > 0 }

// perRule reports whether an event counts once for each rule that it satisfies.
func (m measure) perRule() bool {
	return m.kind == rules.Temporal || m.kind == rules.TemporalOrdered || m.kind == rules.FirstSeen
}

func (m measure) numeric() bool { return m.reads() && m.kind != rules.ValueCount }

func (m measure) ranked() bool {
	return m.kind == rules.ValueMedian || m.kind == rules.ValuePercentile
}

// tallied reports whether what is measured is kept up to date where a group has
// many items.
func (m measure) tallied() bool { return m.kind != rules.EventCount && m.kind != rules.FirstSeen }

// few is how many items are looked through rather than tallied.
const few = 16

// tally is what a group of many items measures, kept up to date.
type tally struct {
	seen   map[uint64]int32 // how often each value or rule is there
	sorted []float64
	sum    int64 // of the values that are small whole numbers
	odd    int   // how many are not
}

func (m measure) add(t *tally, value uint64) {
	switch {
	case m.ranked():
		f := math.Float64frombits(value)
		i, _ := slices.BinarySearch(t.sorted, f)
		t.sorted = slices.Insert(t.sorted, i, f)
	case !m.numeric():
		if t.seen == nil {
			t.seen = map[uint64]int32{}
		}
		t.seen[value]++
	case small(value):
		t.sum += int64(math.Float64frombits(value))
	default:
		t.odd++
	}
}

func (m measure) remove(t *tally, value uint64) {
	switch {
	case m.ranked():
		i, _ := slices.BinarySearch(t.sorted, math.Float64frombits(value))
		t.sorted = slices.Delete(t.sorted, i, i+1)
	case !m.numeric():
		if t.seen[value]--; t.seen[value] == 0 {
			delete(t.seen, value)
		}
	case small(value):
		t.sum -= int64(math.Float64frombits(value))
	default:
		t.odd--
	}
}

// small reports whether value is a whole number of which many can be added
// exactly.
func small(value uint64) bool {
	f := math.Float64frombits(value)
	return f == math.Trunc(f) && math.Abs(f) < 1<<31
}

// holds returns the measure of the group, and whether that satisfies the
// condition.
func (n *node) holds(g *group) (float64, bool) {
	value := n.of(g)
	if p := n.rule.Presence; p != nil {
		return value, p.Holds(n.has(g)) && (n.measure.kind != rules.TemporalOrdered || n.ordered(g))
	}
	for _, b := range n.rule.Bounds {
		if !b.Holds(value) {
			return value, false
		}
	}
	return value, true
}

// of returns the measure of a group that has an event.
func (n *node) of(g *group) float64 {
	switch n.measure.kind {
	case rules.ValueCount, rules.Temporal:
		return float64(n.distinct(g))
	case rules.ValueSum:
		return n.sum(g)
	case rules.ValueAvg:
		return n.sum(g) / float64(g.items)
	case rules.ValueMedian:
		return percentile(n.sorted(g), 50)
	case rules.ValuePercentile:
		return percentile(n.sorted(g), n.rule.Percentile)
	case rules.TemporalOrdered:
		if n.rule.Presence != nil {
			return float64(n.distinct(g))
		}
		return float64(n.chain(g))
	}
	return float64(g.events)
}

// distinct counts the different values, or the rules that have an event.
func (n *node) distinct(g *group) int {
	c := n.correlator
	if g.tally != 0 {
		return len(c.tallies.at(g.tally).seen)
	}
	count := 0
	live := c.live(g)
	for i := range live {
		if !among(live[:i], live[i].value) {
			count++
		}
	}
	return count
}

// has tells which rules have an event.
func (n *node) has(g *group) func(rule int) bool {
	c := n.correlator
	if g.tally != 0 {
		return func(rule int) bool { return c.tallies.at(g.tally).seen[uint64(rule)] > 0 }
	}
	live := c.live(g)
	return func(rule int) bool { return among(live, uint64(rule)) }
}

func among(items []item, value uint64) bool {
	for i := range items {
		if items[i].value == value {
			return true
		}
	}
	return false
}

// sum adds the values in the order of the events. Where all are small whole
// numbers the order does not matter, and the sum is known.
func (n *node) sum(g *group) float64 {
	if g.tally != 0 && n.correlator.tallies.at(g.tally).odd == 0 {
		return float64(n.correlator.tallies.at(g.tally).sum)
	}
	sum := 0.0
	for _, it := range n.correlator.live(g) {
		sum += math.Float64frombits(it.value)
	}
	return sum
}

// sorted returns the values in their order.
func (n *node) sorted(g *group) []float64 {
	c := n.correlator
	if g.tally != 0 {
		return c.tallies.at(g.tally).sorted
	}
	c.numbers = c.numbers[:0]
	for _, it := range c.live(g) {
		c.numbers = append(c.numbers, math.Float64frombits(it.value))
	}
	slices.Sort(c.numbers)
	return c.numbers
}

// percentile interpolates between the two values around the rank p.
func percentile(sorted []float64, p float64) float64 {
	rank := p / 100 * float64(len(sorted)-1)
	low := int(rank)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	share := rank - float64(low)
	return sorted[low]*(1-share) + sorted[low+1]*share
}
