package correlate

import (
	"slices"

	"github.com/rulehound/rulehound/rules"
)

// chain returns how many of the rules have events one after the other in the
// order of the rules; equal times count as any order.
func (m measure) chain(g *group) int {
	// Fast path: no more rules can be in order than there are, and most groups
	// have few.
	if present := distinct(g); present < 2 || present < m.wanted() {
		return min(present, 1)
	}
	return longest(g.live(), len(m.rule.Rules))
}

// wanted is how many rules the condition needs at least.
func (m measure) wanted() int {
	least := 0
	for _, b := range m.rule.Bounds {
		if b.Op != rules.GTE && b.Op != rules.EQ {
			return 0
		}
		least = max(least, int(b.Value))
	}
	return least
}

// longest returns the length of the longest chain of items with rising rules
// and times that do not fall. Items come in the order of their times; among
// equal ones the order of rules is taken.
func longest(items []item, count int) int {
	length := make([]int, count) // of the longest chain that ends with each rule
	best := 0
	var together []int32
	for i := 0; i < len(items); {
		together = together[:0]
		t := items[i].time
		for ; i < len(items) && items[i].time == t; i++ {
			together = append(together, int32(items[i].rule()))
		}
		slices.Sort(together)
		for _, r := range together {
			before := 0
			if r > 0 {
				before = slices.Max(length[:r])
			}
			length[r] = max(length[r], before+1)
			best = max(best, length[r])
		}
	}
	return best
}

// ordered reports whether those rules that have events, and are not to be
// absent, have them in their order.
func ordered(c *rules.Correlation, g *group) bool {
	positive := map[int]bool{}
	wants(c.Presence, false, positive)
	var items []item
	present := map[int]bool{}
	for _, it := range g.live() {
		if positive[it.rule()] {
			items = append(items, it)
			present[it.rule()] = true
		}
	}
	return longest(items, len(c.Rules)) == len(present)
}

// wants collects the rules that a condition wants to be there.
func wants(p *rules.Presence, negated bool, positive map[int]bool) {
	if p.Op == rules.HasRule && !negated {
		positive[p.Rule] = true
	}
	for _, kid := range p.Kids {
		wants(kid, negated != (p.Op == rules.NotPresent), positive)
	}
}
