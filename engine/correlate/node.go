package correlate

import (
	"encoding/binary"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// node is one correlation and its groups.
type node struct {
	correlator *Correlator
	rule       *rules.Correlation
	meta       *alert.Rule
	content    string // of the rule and all that it is made of
	quiet      bool
	exports    []string
	outlets    []*outlet
	inlets     map[int]*outlet // from its rules, by their numbers
	measure    measure

	span    int64
	lag     int64 // how much later than their events the alerts that it is made of can come
	most    int   // events of a group
	waiting queue // for alerts that come later, when lag is not 0
	reached int64 // what is older comes too late; only with a lag
	began   int64 // when the first event was

	open []unjudged // the groups of the last event; several where its rules call a field differently

	ring           *ring
	held           int    // groups
	oldest, newest *group // the list of groups: by their last event, or by their first when windows close

	lostGroups, lostEvents int64
}

// input is an alert on its way into a node.
type input struct {
	*mark
	alert  *alert.Alert
	outlet *outlet
}

// offer takes an alert, now or when all that are older have come.
func (n *node) offer(in input) {
	if n.lag == 0 {
		n.accept(in)
		return
	}
	if in.time < n.reached {
		n.correlator.stats.Late++
		return
	}
	n.waiting.add(in)
}

// advance tells that all alerts older than t have been offered.
func (n *node) advance(t int64) {
	limit := t
	if t != endOfTime {
		limit = earlier(t, n.lag)
	}
	for in, ok := n.waiting.next(limit); ok; in, ok = n.waiting.next(limit) {
		n.reached = max(n.reached, in.time)
		n.accept(in)
	}
	if n.lag > 0 {
		n.settle()
	}
	if n.rule.AtClose() {
		n.closeBefore(limit)
	}
}

// accept takes the next alert in the order of time.
func (n *node) accept(in input) {
	if len(n.open) > 0 && n.open[0].by.seq != in.seq {
		n.settle()
	}
	a := in.alert
	var values []string
	if n.measure.reads() {
		if values = n.measure.values(a, in.outlet.fields); len(values) == 0 {
			return // events without the field are no value
		}
	}
	if n.rule.AtClose() {
		n.closeBefore(in.time)
	} else {
		n.forgetBefore(earlier(in.time, n.span))
	}
	g := n.group(in)
	if g.count > 0 && g.last().seq == in.seq && !n.measure.perRule() {
		return // the event counts already, by another rule
	}
	n.began = min(n.began, in.time)
	n.slide(g, in)
	n.measure.add(n, g, in, values)
	if n.rule.AtClose() {
		g.tally.alert, g.tally.outlet = a, in.outlet
		return
	}
	if !n.measure.perRule() {
		n.judge(g, in)
		return
	}
	n.correlator.unsettled = true
	for i := range n.open {
		if n.open[i].group == g {
			n.open[i].by = in
			return
		}
	}
	n.open = append(n.open, unjudged{g, in})
}

// unjudged is a group with an event, not all rules of which are known yet.
type unjudged struct {
	group *group
	by    input // the last alert of the event
}

// settle judges an event with all of its rules.
func (n *node) settle() {
	for _, o := range n.open {
		n.judge(o.group, o.by)
	}
	clear(n.open)
	n.open = n.open[:0]
}

// judge fires when the condition has become true, or is true of events none of
// which was reported before.
func (n *node) judge(g *group, in input) {
	if n.rule.Type == rules.FirstSeen {
		n.judgeNew(g, in)
		return
	}
	value, holds := n.measure.holds(g)
	switch {
	case !holds:
		g.fired = false
	case !g.fired || g.first().seq > g.reported:
		g.fired, g.reported = true, in.seq
		n.fire(g, value, in)
	}
}

// closeBefore ends the windows that opened more than a timespan before t.
func (n *node) closeBefore(t int64) {
	for g := n.oldest; g != nil && later(g.opened, n.span) < t; g = n.oldest {
		if value, holds := n.measure.holds(g); holds {
			last := g.last()
			n.fire(g, value, input{mark: last.mark, alert: g.tally.alert, outlet: g.tally.outlet})
		}
		n.forget(g)
	}
}

// forgetBefore drops the groups without an event since t.
func (n *node) forgetBefore(t int64) {
	for g := n.oldest; g != nil && g.last().time < t; g = n.oldest {
		n.forget(g)
	}
}

// group returns the group of an alert, the last in the list where that goes by
// last events.
func (n *node) group(in input) *group {
	k := n.ring.of(in.alert, in.outlet.group, in.outlet.joined)
	g := k.group(n)
	switch {
	case g == nil:
		if n.held >= n.correlator.opts.MaxGroups {
			n.lostGroups++
			n.forget(n.oldest)
			k = n.ring.of(in.alert, in.outlet.group, in.outlet.joined) // it may have been the last with this key
		}
		g = n.add(k)
		g.opened = in.time
	case n.rule.AtClose():
		return g
	default:
		n.unlink(g)
	}
	n.link(g)
	return g
}

// add makes a group.
func (n *node) add(k *keyed) *group {
	g := &group{node: n, keyed: k}
	if n.rule.Type != rules.EventCount || n.rule.AtClose() {
		g.tally = &tally{}
	}
	k.add(g)
	n.held++
	return g
}

// appendKey appends the values of fields so that no two groups look alike. A
// field without a value is a group of its own.
func appendKey(key []byte, a *alert.Alert, fields []string) []byte {
	for _, f := range fields {
		values := a.Exported(f)
		key = binary.AppendUvarint(key, uint64(len(values)))
		for _, v := range values {
			key = binary.AppendUvarint(key, uint64(len(v)))
			key = append(key, v...)
		}
	}
	return key
}

// groupValues is the values that a key was made of.
func groupValues(key string, fields []string) map[string][]string {
	if len(fields) == 0 {
		return nil
	}
	b := []byte(key)
	number := func() int {
		v, n := binary.Uvarint(b)
		b = b[n:]
		return int(v)
	}
	all := make(map[string][]string, len(fields))
	for _, f := range fields {
		all[f] = nil
		for range number() {
			size := number()
			all[f] = append(all[f], string(b[:size]))
			b = b[size:]
		}
	}
	return all
}

func (n *node) link(g *group) {
	g.older, g.newer = n.newest, nil
	if n.newest != nil {
		n.newest.newer = g
	} else {
		n.oldest = g
	}
	n.newest = g
}

func (n *node) unlink(g *group) {
	if g.older != nil {
		g.older.newer = g.newer
	} else {
		n.oldest = g.newer
	}
	if g.newer != nil {
		g.newer.older = g.older
	} else {
		n.newest = g.older
	}
}

func (n *node) forget(g *group) {
	n.unlink(g)
	n.ring.remove(g)
	n.held--
}
