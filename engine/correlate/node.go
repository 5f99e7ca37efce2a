package correlate

import (
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// node is one correlation and its groups.
type node struct {
	correlator *Correlator
	number     uint32
	rule       *rules.Correlation
	meta       *alert.Rule
	content    string // of the rule and all that it is made of
	quiet      bool
	exports    []string
	outlets    []*outlet
	inlets     []*outlet // from its rules, by their numbers
	measure    measure
	perRule    bool
	closes     bool // the end of a window decides

	span    int64
	lag     int64 // how much later than their events the alerts that it is made of can come
	most    int32 // items of a group
	waiting queue // for alerts that come later, when lag is not 0
	reached int64 // what is older comes too late; only with a lag
	began   int64 // when the first event was

	open []unjudged // the groups of the last event; several where its rules call a field differently

	keys           *texts
	held           int    // groups
	oldest, newest uint32 // the list of groups

	lostGroups, lostEvents int64
}

// input is an alert on its way into a node.
type input struct {
	time   int64
	seq    uint64 // of the event
	alert  *alert.Alert
	outlet *outlet
}

// offer takes an alert, now or when all that are older have come.
func (n *node) offer(in input) {
	if n.lag == 0 {
		n.accept(&in)
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
		n.accept(&in)
	}
	if n.lag > 0 {
		n.settle()
	}
	if n.closes {
		n.closeBefore(limit)
	}
}

// accept takes the next alert in the order of time.
func (n *node) accept(in *input) {
	if len(n.open) > 0 && n.open[0].by.seq != in.seq {
		n.settle()
	}
	values := in.outlet.value[:]
	if in.outlet.measured != nil {
		if values = in.outlet.measured.of(in.alert); len(values) == 0 {
			return // events without the field are no value
		}
	}
	if n.closes {
		n.closeBefore(in.time)
	} else {
		n.forgetBefore(earlier(in.time, n.span))
	}
	i, g := n.group(in)
	if g.tail != 0 && !n.perRule && n.correlator.last(g).seq == in.seq {
		return // the event counts already, by another rule
	}
	n.began = min(n.began, in.time)
	n.slide(g, in)
	n.add(g, in, values)
	switch {
	case n.closes:
		n.correlator.remember(g, in)
	case n.perRule:
		n.judgeLater(i, in)
	default:
		n.judge(i, g, in)
	}
}

// add adds an event with its values to the group.
func (n *node) add(g *group, in *input, values []uint64) {
	number := n.correlator.hit(in)
	for _, v := range values {
		n.enter(g, v, number)
	}
}

// enter adds one item to the group.
func (n *node) enter(g *group, value uint64, hit uint32) {
	c := n.correlator
	c.push(g, value, hit)
	if n.measure.kind == rules.ValueCount {
		c.values.entries.at(uint32(value)).holders++
	}
	switch {
	case g.tally != 0:
		n.measure.add(c.tallies.at(g.tally), value)
	case g.items > few && n.measure.tallied():
		n.tally(g)
	}
}

// tally begins to tally.
func (n *node) tally(g *group) {
	c := n.correlator
	g.tally = c.tallies.take()
	for _, it := range c.live(g) {
		n.measure.add(c.tallies.at(g.tally), it.value)
	}
}

// pop takes the group's oldest item out.
func (n *node) pop(g *group) {
	c := n.correlator
	v := c.pop(g)
	if g.tally != 0 {
		n.measure.remove(c.tallies.at(g.tally), v)
	}
	if n.measure.kind == rules.ValueCount {
		c.values.release(uint32(v))
	}
	if g.items == 0 && g.tally != 0 {
		c.tallies.give(g.tally)
		g.tally = 0
	}
}

// slide takes out what is more than a timespan older than the event that comes,
// and what is too much. Of values that were seen only the last event matters.
func (n *node) slide(g *group, in *input) {
	c := n.correlator
	switch {
	case n.rule.Type == rules.FirstSeen:
		for g.head != 0 && c.first(g).seq != in.seq {
			n.pop(g)
		}
		return
	case !n.closes:
		for t := earlier(in.time, n.span); g.head != 0 && c.first(g).time < t; {
			n.pop(g)
		}
	}
	for g.items >= n.most {
		n.pop(g)
		n.lostEvents++
	}
}

// unjudged is a group with an event, not all rules of which are known yet.
type unjudged struct {
	group uint32
	by    input // the last alert of the event
}

func (n *node) judgeLater(i uint32, in *input) {
	n.correlator.unsettled = true
	for k := range n.open {
		if n.open[k].group == i {
			n.open[k].by = *in
			return
		}
	}
	n.open = append(n.open, unjudged{i, *in})
}

// settle judges an event with all of its rules.
func (n *node) settle() {
	for k := range n.open {
		o := &n.open[k]
		n.judge(o.group, n.correlator.groups.at(o.group), &o.by)
	}
	clear(n.open)
	n.open = n.open[:0]
}

// judge fires when the condition has become true, or is true of events none of
// which was reported before.
func (n *node) judge(i uint32, g *group, in *input) {
	if n.rule.Type == rules.FirstSeen {
		n.judgeNew(i, g, in)
		return
	}
	value, holds := n.holds(g)
	n.tell(g, value, holds, "")
	switch {
	case !holds:
		g.fired = false
	case !g.fired || n.correlator.first(g).seq > n.correlator.firings[i].reported:
		g.fired = true
		n.fire(i, g, value, in)
	}
}

// closeBefore ends the windows that opened more than a timespan before t.
func (n *node) closeBefore(t int64) {
	c := n.correlator
	for i := n.oldest; i != 0 && later(c.groups.at(i).when, n.span) < t; i = n.oldest {
		g := c.groups.at(i)
		value, holds := n.holds(g)
		n.tell(g, value, holds, "")
		if holds {
			by := *c.ends.at(g.by)
			n.fire(i, g, value, &by)
		}
		n.forget(i)
	}
}

// remember keeps the group's last input for the end of the window.
func (c *Correlator) remember(g *group, in *input) {
	if g.by == 0 {
		g.by = c.ends.take()
	}
	*c.ends.at(g.by) = *in
}

// forgetBefore drops the groups without an event since t.
func (n *node) forgetBefore(t int64) {
	for i := n.oldest; i != 0 && n.correlator.groups.at(i).when < t; i = n.oldest {
		n.forget(i)
	}
}

// forget drops a group.
func (n *node) forget(i uint32) {
	c := n.correlator
	g := c.groups.at(i)
	for g.head != 0 {
		n.pop(g)
	}
	if g.by != 0 {
		c.ends.give(g.by)
	}
	if g.reported {
		delete(c.firings, i)
	}
	n.open = slices.DeleteFunc(n.open, func(o unjudged) bool { return o.group == i })
	n.unlink(g)
	n.unfind(i, g)
	c.groups.give(i)
	n.held--
}
