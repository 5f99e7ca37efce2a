package correlate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
	"github.com/rulehound/rulehound/rules"
)

const endOfTime = math.MaxInt64

// verdict is what a judge of a column thinks of a series.
type verdict struct {
	series uint32
	judge  uint8
}

func (v verdict) bit() uint16 { return 1 << v.judge }

// firing is what is known of a verdict that has fired.
type firing struct {
	reported uint64 // the last event that was reported
	time     int64
	count    int // of the alerts at that time
}

// fire makes the alert of a series whose last event is in, and gives it to those
// who want it.
func (n *node) fire(v verdict, s *series, keyNumber uint32, value float64, in *input) {
	c := n.correlator
	key := n.column.window.keys.Text(keyNumber)
	together := &alert.Correlation{
		Type:  string(n.rule.Type),
		Start: instant(s.Since),
		End:   instant(c.past.Last(&s.Series).Time),
		Count: int64(s.Events),
		Value: value,
	}
	if n.rule.Timespan > 0 {
		together.Timespan = rules.Timespan(n.rule.Timespan)
	}
	together.Group, _ = memory.KeyValues(key, n.rule.GroupBy)
	together.Parts, together.Total = n.parts(c.past.Items(&s.Series))
	a := &alert.Alert{
		ID:          n.id(v, s, key, in),
		Time:        in.alert.Time,
		Rule:        n.meta,
		Matched:     n.matched(together.Group),
		Event:       in.alert.Event,
		Correlation: together,
		Exports:     n.export(in),
	}
	if !n.quiet {
		c.fired = append(c.fired, a)
	}
	for _, o := range n.outlets {
		o.to.offer(input{time: in.time, seq: in.seq, alert: a, outlet: o})
	}
}

// parts lists the alerts that items are of, at most the newest, and
// says how many there are.
func (n *node) parts(items []memory.Item) ([]alert.Part, int64) {
	c := n.correlator
	var all []*memory.Hit
	for i := range items {
		h := c.past.Hit(items[i].Hit)
		if last := len(all) - 1; last >= 0 && all[last].Is(h) {
			continue // another value of the same event
		}
		all = append(all, h)
	}
	parts := make([]alert.Part, min(len(all), c.opts.MaxAlerts))
	for i, h := range all[len(all)-len(parts):] {
		parts[i] = h.Part()
	}
	return parts, int64(len(all))
}

// id is that of the same rule content, group and time on every run.
func (n *node) id(v verdict, s *series, key string, in *input) string {
	f := n.correlator.firings[v]
	if f.time != in.time {
		f = firing{time: in.time}
	}
	text := fmt.Sprintf("correlation %s %d ", n.content, in.time)
	if f.count > 0 {
		text += fmt.Sprintf("again %d ", f.count)
	}
	f.count++
	f.reported = in.seq
	n.correlator.firings[v] = f
	s.reported |= v.bit()
	sum := sha256.Sum256([]byte(text + key))
	return hex.EncodeToString(sum[:16])
}

// matched says why: what the events have in common.
func (n *node) matched(values map[string][]string) []alert.Match {
	var all []alert.Match
	for _, f := range n.rule.GroupBy {
		for _, v := range values[f] {
			all = append(all, alert.Match{Field: f, Value: v, Operator: "group-by"})
		}
	}
	return all
}

// export gives the alert what correlations made of it need: its group's values,
// and otherwise what the completing alert has.
func (n *node) export(in *input) []alert.Export {
	if len(n.exports) == 0 {
		return nil
	}
	all := make([]alert.Export, len(n.exports))
	for i, field := range n.exports {
		all[i] = alert.Export{Field: field, Values: in.alert.Exported(n.rule.Field(in.outlet.rule, field))}
	}
	return all
}
