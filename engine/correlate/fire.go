package correlate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
)

const endOfTime = math.MaxInt64

// fire makes the alert of a group whose last event is in, and gives it to those
// who want it.
func (n *node) fire(g *group, value float64, in input) {
	items := g.live()
	c := &alert.Correlation{
		Type:  string(n.rule.Type),
		Group: groupValues(g.keyed.key, n.rule.GroupBy),
		Start: instant(g.first().time),
		End:   instant(g.last().time),
		Count: int64(g.count),
		Value: value,
	}
	c.Alerts, c.Total = ids(items, n.correlator.opts.MaxAlerts)
	a := &alert.Alert{
		ID:          n.id(g, in),
		Time:        in.alert.Time,
		Rule:        n.meta,
		Matched:     n.matched(g),
		Event:       in.alert.Event,
		Correlation: c,
		Exports:     n.export(in),
	}
	if !n.quiet {
		n.correlator.fired = append(n.correlator.fired, a)
	}
	m := &mark{time: in.time, seq: in.seq, id: a.ID}
	for _, o := range n.outlets {
		o.to.offer(input{mark: m, alert: a, outlet: o})
	}
}

// ids lists the ids of the alerts that items are of, at most the newest, and
// says how many there are.
func ids(items []item, most int) ([]string, int64) {
	var all []string
	total := int64(0)
	for i := len(items) - 1; i >= 0; i-- {
		it := items[i]
		if i > 0 && items[i-1].seq == it.seq && items[i-1].id == it.id {
			continue // another value of the same event
		}
		if total++; total <= int64(most) {
			all = append(all, it.id)
		}
	}
	slices.Reverse(all)
	return all, total
}

// id is that of the same rule content, group and time on every run.
func (n *node) id(g *group, in input) string {
	key := fmt.Sprintf("correlation %s %d ", n.content, in.time)
	if g.again.time == in.time && g.again.count > 0 {
		key += fmt.Sprintf("again %d ", g.again.count)
	} else {
		g.again = again{time: in.time}
	}
	g.again.count++
	sum := sha256.Sum256(append([]byte(key), g.keyed.key...))
	return hex.EncodeToString(sum[:16])
}

// again counts the alerts of a group at one time.
type again struct {
	time  int64
	count int
}

// matched says why: what the events have in common.
func (n *node) matched(g *group) []alert.Match {
	var all []alert.Match
	values := groupValues(g.keyed.key, n.rule.GroupBy)
	for _, f := range n.rule.GroupBy {
		for _, v := range values[f] {
			all = append(all, alert.Match{Field: f, Value: v, Operator: "group-by"})
		}
	}
	return all
}

// export gives the alert what correlations made of it need: its group's values,
// and otherwise what the completing alert has.
func (n *node) export(in input) []alert.Export {
	if len(n.exports) == 0 {
		return nil
	}
	all := make([]alert.Export, len(n.exports))
	for i, field := range n.exports {
		all[i] = alert.Export{Field: field, Values: in.alert.Exported(n.rule.Field(in.outlet.rule, field))}
	}
	return all
}
