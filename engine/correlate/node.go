package correlate

import (
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// node is one correlation, which judges the series of a column.
type node struct {
	correlator *Correlator
	column     *column
	rule       *rules.Correlation
	meta       *alert.Rule
	content    string // of the rule and all that it is made of
	quiet      bool
	exports    []string
	outlets    []*outlet
	measure    measure
	least      uint32 // items without which the condition cannot hold
}

// judge fires when the condition has become true, or is true of events none of
// which was reported before.
func (n *node) judge(v verdict, s *series, key uint32, in *input) {
	if n.rule.Type == rules.FirstSeen {
		n.judgeNew(v, s, key, in)
		return
	}
	value, holds := n.holds(s)
	n.tell(s, key, value, holds, "")
	switch {
	case !holds:
		s.fired &^= v.bit()
	case s.fired&v.bit() == 0 || n.unreported(v, s):
		s.fired |= v.bit()
		n.fire(v, s, key, value, in)
	}
}

// unreported reports whether no event of the series was reported before.
func (n *node) unreported(v verdict, s *series) bool {
	c := n.correlator
	return c.past.First(&s.Series).Seq > c.firings[v].reported
}
