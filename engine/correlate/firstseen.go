package correlate

import "github.com/rulehound/rulehound/rules"

// keepLast takes out all events but the last: of values that were seen nothing
// else matters.
func (n *node) keepLast(g *group, in input) {
	for int(g.head) < len(g.items) && g.first().seq != in.seq {
		n.measure.remove(g, g.pop())
	}
}

// judgeNew fires when the group is new, but not while values are learnt, nor
// when the event is one of those that only say what is known.
func (n *node) judgeNew(g *group, in input) {
	seen := g.fired
	g.fired = true
	if !seen && !n.learning(in.time) && !teaches(n.rule, g) {
		n.fire(g, 1, in)
	}
}

func (n *node) learning(t int64) bool {
	learn := int64(n.rule.Learn)
	return learn > 0 && t <= later(n.began, learn)
}

func teaches(c *rules.Correlation, g *group) bool {
	for _, events := range g.tally.present[len(c.Rules)-c.Known:] {
		if events > 0 {
			return true
		}
	}
	return false
}
