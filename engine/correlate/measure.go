package correlate

import (
	"math"

	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
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

// keeps returns what is kept to know the measure of many events.
func (m measure) keeps() memory.Kept {
	switch {
	case m.kind == rules.EventCount, m.kind == rules.FirstSeen:
		return memory.Kept{}
	case m.ranked():
		return memory.Kept{Percentile: true}
	case m.numeric():
		return memory.Kept{Sum: true}
	}
	return memory.Kept{Distinct: true}
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
	if s.Len() < n.least && n.correlator.opts.Observe == nil {
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
	past := &n.correlator.past
	switch n.measure.kind {
	case rules.ValueCount, rules.Temporal:
		return float64(past.Distinct(&s.Series))
	case rules.ValueSum:
		return past.Sum(&s.Series)
	case rules.ValueAvg:
		return past.Sum(&s.Series) / float64(s.Len())
	case rules.ValueMedian:
		return past.Percentile(&s.Series, 50)
	case rules.ValuePercentile:
		return past.Percentile(&s.Series, n.rule.Percentile)
	case rules.TemporalOrdered:
		if n.rule.Presence != nil {
			return float64(past.Distinct(&s.Series))
		}
		return float64(n.chain(s))
	}
	return float64(s.Events)
}

// has tells which rules have an event.
func (n *node) has(s *series) func(rule int) bool {
	return func(rule int) bool { return n.correlator.past.Has(&s.Series, uint64(rule)) }
}
