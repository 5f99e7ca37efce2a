package correlate

import (
	"time"

	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
	"github.com/rulehound/rulehound/rules"
)

// Judgement is what a correlation made of one of its groups when an event had
// come or, where only that can tell, when a window had ended. It is valid until
// [Options.Observe] returns.
type Judgement struct {
	Of     *rules.Correlation
	Group  map[string][]string // the values of the fields in group-by; without a value: absent
	Start  time.Time           // of the first event that counts
	End    time.Time           // of the last one
	Events int
	Value  float64 // what Of measures; not of FirstSeen
	Holds  bool    // the condition does; an alert for these events may have been raised before
	News   News    // of FirstSeen only

	node   *node
	series *series
}

// News says how new the values of a group are.
type News string

// The news. Only what is Unseen fires.
const (
	Unseen News = "new"
	Seen   News = "known"  // an event had the values before
	Taught News = "taught" // the event is one of those that only say what is known
	Learnt News = "learnt" // while everything was being learnt
)

// RuleEvents is the events of one of a correlation's rules.
type RuleEvents struct {
	Count       int
	First, Last time.Time // zero without an event
}

// Rules returns the events that count by their rules, in the correlation's order.
// Only the temporal types tell them apart; of others it is nil.
func (j *Judgement) Rules() []RuleEvents {
	if !j.node.measure.perRule() {
		return nil
	}
	all := make([]RuleEvents, len(j.Of.Rules))
	for _, it := range j.node.correlator.past.Items(&j.series.Series) {
		r, t := &all[it.Value], instant(j.node.correlator.past.Hit(it.Hit).Time)
		if r.Count++; r.Count == 1 {
			r.First = t
		}
		r.Last = t
	}
	return all
}

// Short says how far the group is from what Of wants: what its measure lacks, or
// of how many rules the events would have to be there, or not.
func (j *Judgement) Short() float64 {
	if p := j.Of.Presence; p != nil {
		return float64(p.Short(j.node.has(j.series)))
	}
	return j.Of.Short(j.Value)
}

// tell lets the observer see a judgement.
func (n *node) tell(s *series, key uint32, value float64, holds bool, news News) {
	c := n.correlator
	if c.opts.Observe == nil {
		return
	}
	j := &Judgement{
		Of: n.rule, Start: instant(s.Since), End: instant(c.past.Last(&s.Series).Time), Events: int(s.Events),
		Value: value, Holds: holds, News: news, node: n, series: s,
	}
	j.Group, _ = memory.KeyValues(n.column.window.keys.Text(key), n.rule.GroupBy)
	c.opts.Observe(j)
}
