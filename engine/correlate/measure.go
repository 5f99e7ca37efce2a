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

// least is how many items the condition needs at least.
func (m measure) least() uint32 {
	least := 0.0
	for _, b := range m.rule.Bounds {
		switch {
		case m.numeric() || m.rule.Presence != nil:
		case b.Op == rules.GTE, b.Op == rules.EQ:
			least = max(least, math.Ceil(b.Value))
		case b.Op == rules.GT:
			least = max(least, math.Floor(b.Value)+1)
		}
	}
	return uint32(min(least, math.MaxInt32))
}

// holds returns the measure of the series, and whether that satisfies the
// condition.
func (n *node) holds(s *series) (float64, bool) {
	// Fast path: there are no more different things than things.
	if s.items.length < n.least && n.correlator.opts.Observe == nil {
		return 0, false
	}
	value := n.of(s)
	if p := n.rule.Presence; p != nil {
		return value, p.Holds(n.has(s)) && (n.measure.kind != rules.TemporalOrdered || n.ordered(s))
	}
	for _, b := range n.rule.Bounds {
		if !b.Holds(value) {
			return value, false
		}
	}
	return value, true
}

// of returns the measure of a series that has an event.
func (n *node) of(s *series) float64 {
	switch n.measure.kind {
	case rules.ValueCount, rules.Temporal:
		return float64(n.distinct(s))
	case rules.ValueSum:
		return n.sum(s)
	case rules.ValueAvg:
		return n.sum(s) / float64(s.items.length)
	case rules.ValueMedian:
		return percentile(n.sorted(s), 50)
	case rules.ValuePercentile:
		return percentile(n.sorted(s), n.rule.Percentile)
	case rules.TemporalOrdered:
		if n.rule.Presence != nil {
			return float64(n.distinct(s))
		}
		return float64(n.chain(s))
	}
	return float64(s.events)
}

// distinct counts the different values, or the rules that have an event.
func (n *node) distinct(s *series) int {
	c := n.correlator
	if s.tally != 0 {
		return len(c.tallies.at(s.tally).seen)
	}
	count := 0
	live := c.live(s)
	for i := range live {
		if !among(live[:i], live[i].value) {
			count++
		}
	}
	return count
}

// has tells which rules have an event.
func (n *node) has(s *series) func(rule int) bool {
	c := n.correlator
	if s.tally != 0 {
		return func(rule int) bool { return c.tallies.at(s.tally).seen[uint64(rule)] > 0 }
	}
	live := c.live(s)
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
func (n *node) sum(s *series) float64 {
	if s.tally != 0 && n.correlator.tallies.at(s.tally).odd == 0 {
		return float64(n.correlator.tallies.at(s.tally).sum)
	}
	sum := 0.0
	for _, it := range n.correlator.live(s) {
		sum += math.Float64frombits(it.value)
	}
	return sum
}

// sorted returns the values in their order.
func (n *node) sorted(s *series) []float64 {
	c := n.correlator
	if s.tally != 0 {
		return c.tallies.at(s.tally).sorted
	}
	c.numbers = c.numbers[:0]
	for _, it := range c.live(s) {
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
