package correlate

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// measure is what a type of correlation keeps of the events in a group, and how
// it judges them. It has no state itself.
type measure struct {
	rule *rules.Correlation
	kind rules.CorrelationType
}

func measureOf(c *rules.Correlation) measure { return measure{c, c.Type} }

// reads reports whether values of fields are measured.
func (m measure) reads() bool { return len(m.rule.Fields) > 0 }

// perRule reports whether an event counts once for each rule that it satisfies.
func (m measure) perRule() bool { return m.kind == rules.Temporal || m.kind == rules.TemporalOrdered }

func (m measure) numeric() bool { return m.reads() && m.kind != rules.ValueCount }

// values returns what the alert's event has in fields: each value of one
// field, or the combination of several; none where something is missing or is
// no number that a sum could have.
func (m measure) values(a *alert.Alert, fields []string) []string {
	if len(fields) == 1 {
		values := a.Exported(fields[0])
		if m.numeric() {
			values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { _, ok := number(v); return !ok })
		}
		return values
	}
	for _, f := range fields {
		if len(a.Exported(f)) == 0 {
			return nil
		}
	}
	return []string{string(appendKey(nil, a, fields))}
}

// number reads a decimal number.
func number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// add adds an event with its values to the group.
func (m measure) add(n *node, g *group, in input, values []string) {
	it := item{time: in.time, seq: in.seq, id: in.alert.ID, rule: int32(in.outlet.rule)}
	if !m.reads() {
		m.enter(g, it)
		return
	}
	for _, v := range values {
		if it.text = v; m.numeric() {
			it.text = ""
			it.number, _ = number(v)
		}
		m.enter(g, it)
	}
}

func (m measure) enter(g *group, it item) {
	g.push(it)
	switch {
	case m.kind == rules.ValueCount:
		if g.seen == nil {
			g.seen = map[string]int{}
		}
		g.seen[it.text]++
	case m.perRule():
		if g.present == nil {
			g.present = make([]int32, len(m.rule.Rules))
		}
		g.present[it.rule]++
	case m.ranked():
		i, _ := slices.BinarySearch(g.sorted, it.number)
		g.sorted = slices.Insert(g.sorted, i, it.number)
	case m.numeric():
		if small(it.number) {
			g.sum += int64(it.number)
		} else {
			g.odd++
		}
	}
}

// remove takes out what an item was to the group.
func (m measure) remove(g *group, it item) {
	switch {
	case m.kind == rules.ValueCount:
		if g.seen[it.text]--; g.seen[it.text] == 0 {
			delete(g.seen, it.text)
		}
	case m.perRule():
		g.present[it.rule]--
	case m.ranked():
		i, _ := slices.BinarySearch(g.sorted, it.number)
		g.sorted = slices.Delete(g.sorted, i, i+1)
	case m.numeric():
		if small(it.number) {
			g.sum -= int64(it.number)
		} else {
			g.odd--
		}
	}
}

func (m measure) ranked() bool {
	return m.kind == rules.ValueMedian || m.kind == rules.ValuePercentile
}

// small reports whether f is a whole number of which many can be added exactly.
func small(f float64) bool { return f == math.Trunc(f) && math.Abs(f) < 1<<31 }

// holds returns the measure of the group, and whether that satisfies the
// condition.
func (m measure) holds(g *group) (float64, bool) {
	value := m.of(g)
	if p := m.rule.Presence; p != nil {
		return value, p.Holds(func(rule int) bool { return g.present[rule] > 0 }) && (m.kind != rules.TemporalOrdered || ordered(m.rule, g))
	}
	return value, !slices.ContainsFunc(m.rule.Bounds, func(b rules.Bound) bool { return !b.Holds(value) })
}

// of returns the measure of a group that has an event.
func (m measure) of(g *group) float64 {
	switch m.kind {
	case rules.ValueCount:
		return float64(len(g.seen))
	case rules.ValueSum:
		return m.sum(g)
	case rules.ValueAvg:
		return m.sum(g) / float64(len(g.live()))
	case rules.ValueMedian:
		return percentile(g.sorted, 50)
	case rules.ValuePercentile:
		return percentile(g.sorted, m.rule.Percentile)
	case rules.Temporal:
		return float64(distinct(g))
	case rules.TemporalOrdered:
		if m.rule.Presence != nil {
			return float64(distinct(g))
		}
		return float64(m.chain(g))
	}
	return float64(g.count)
}

// sum adds the values in the order of the events. Where all are small whole
// numbers the order does not matter, and the sum is known.
func (m measure) sum(g *group) float64 {
	if g.odd == 0 {
		return float64(g.sum)
	}
	sum := 0.0
	for _, it := range g.live() {
		sum += it.number
	}
	return sum
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

// distinct counts the rules that have an event.
func distinct(g *group) int {
	count := 0
	for _, events := range g.present {
		if events > 0 {
			count++
		}
	}
	return count
}
