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
func (m measure) perRule() bool {
	return m.kind == rules.Temporal || m.kind == rules.TemporalOrdered || m.kind == rules.FirstSeen
}

func (m measure) numeric() bool { return m.reads() && m.kind != rules.ValueCount }

// values returns what the alert's event has in fields: each value of one
// field, or the combination of several; none where something is missing or is
// no number that a sum could have.
func (m measure) values(a *alert.Alert, fields []string) []string {
	if len(fields) == 1 {
		values := a.Exported(fields[0])
		if m.numeric() && slices.ContainsFunc(values, isNoNumber) {
			values = slices.DeleteFunc(slices.Clone(values), isNoNumber)
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

func isNoNumber(s string) bool { _, ok := number(s); return !ok }

// number reads a decimal number.
func number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' && c|0x20 != 'e' {
			return 0, false // neither hexadecimal nor infinite
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

// add adds an event with its values to the group.
func (m measure) add(n *node, g *group, in input, values []string) {
	it := item{mark: in.mark}
	if !m.reads() {
		if m.perRule() {
			it.number = float64(in.outlet.rule)
		}
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
	t := g.tally
	switch {
	case m.kind == rules.ValueCount:
		t.see(g, it.text)
	case m.perRule():
		if t.present == nil {
			t.present = make([]int32, len(m.rule.Rules))
		}
		t.present[it.rule()]++
	case m.ranked():
		i, _ := slices.BinarySearch(t.sorted, it.number)
		t.sorted = slices.Insert(t.sorted, i, it.number)
	case m.numeric():
		if small(it.number) {
			t.sum += int64(it.number)
		} else {
			t.odd++
		}
	}
}

// remove takes out what an item was to the group.
func (m measure) remove(g *group, it item) {
	t := g.tally
	switch {
	case m.kind == rules.ValueCount:
		t.miss(g, it.text)
	case m.perRule():
		t.present[it.rule()]--
	case m.ranked():
		i, _ := slices.BinarySearch(t.sorted, it.number)
		t.sorted = slices.Delete(t.sorted, i, i+1)
	case m.numeric():
		if small(it.number) {
			t.sum -= int64(it.number)
		} else {
			t.odd--
		}
	}
}

// few is how many items are looked through rather than counted in a map.
const few = 16

// see counts the value of the item that came last.
func (t *tally) see(g *group, value string) {
	live := g.live()
	if t.seen == nil && len(live) <= few {
		if !among(live[:len(live)-1], value) {
			t.values++
		}
		return
	}
	if t.seen == nil {
		t.seen = map[string]int{}
		for _, it := range live {
			t.seen[it.text]++
		}
	} else {
		t.seen[value]++
	}
	t.values = len(t.seen)
}

// miss counts the value of an item that is not there any more.
func (t *tally) miss(g *group, value string) {
	if t.seen == nil {
		if !among(g.live(), value) {
			t.values--
		}
		return
	}
	if t.seen[value]--; t.seen[value] == 0 {
		delete(t.seen, value)
	}
	t.values = len(t.seen)
	if t.values == 0 {
		t.seen = nil
	}
}

func among(items []item, value string) bool {
	return slices.ContainsFunc(items, func(it item) bool { return it.text == value })
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
		return value, p.Holds(func(rule int) bool { return g.tally.present[rule] > 0 }) && (m.kind != rules.TemporalOrdered || ordered(m.rule, g))
	}
	return value, !slices.ContainsFunc(m.rule.Bounds, func(b rules.Bound) bool { return !b.Holds(value) })
}

// of returns the measure of a group that has an event.
func (m measure) of(g *group) float64 {
	switch m.kind {
	case rules.ValueCount:
		return float64(g.tally.values)
	case rules.ValueSum:
		return m.sum(g)
	case rules.ValueAvg:
		return m.sum(g) / float64(len(g.live()))
	case rules.ValueMedian:
		return percentile(g.tally.sorted, 50)
	case rules.ValuePercentile:
		return percentile(g.tally.sorted, m.rule.Percentile)
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
	if g.tally.odd == 0 {
		return float64(g.tally.sum)
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
	for _, events := range g.tally.present {
		if events > 0 {
			count++
		}
	}
	return count
}
