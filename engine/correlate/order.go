package correlate

import (
	"slices"

	"github.com/rulehound/rulehound/rules"
)

// chain returns how many of the rules have events one after the other in the
// order of the rules; equal times count as any order.
func (n *node) chain(s *series) int {
	// Fast path: no more rules can be in order than there are, and most groups
	// have few.
	if present := n.correlator.past.Distinct(&s.Series); present < 2 || present < int(n.least) {
		return min(present, 1)
	}
	return longest(n.steps(s, nil), len(n.rule.Rules))
}

// step is an event of one of the rules.
type step struct {
	time int64
	rule int
}

// steps returns the events of the rules in only; nil is all rules.
func (n *node) steps(s *series, only map[int]bool) []step {
	var all []step
	for _, it := range n.correlator.past.Items(&s.Series) {
		if rule := int(it.Value); only == nil || only[rule] {
			all = append(all, step{n.correlator.past.Hit(it.Hit).Time, rule})
		}
	}
	return all
}

// longest returns the length of the longest chain of steps with rising rules
// and times that do not fall. Steps come in the order of their times; among
// equal ones the order of rules is taken.
func longest(steps []step, count int) int {
	length := make([]int, count) // of the longest chain that ends with each rule
	best := 0
	var together []int
	for i := 0; i < len(steps); {
		together = together[:0]
		t := steps[i].time
		for ; i < len(steps) && steps[i].time == t; i++ {
			together = append(together, steps[i].rule)
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
func (n *node) ordered(s *series) bool {
	positive := map[int]bool{}
	wants(n.rule.Presence, false, positive)
	steps := n.steps(s, positive)
	present := map[int]bool{}
	for _, s := range steps {
		present[s.rule] = true
	}
	return longest(steps, len(n.rule.Rules)) == len(present)
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
