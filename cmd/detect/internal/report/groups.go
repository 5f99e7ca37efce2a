package report

import (
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
)

// Text shows for people what the events of a log come to in a correlation.
func (w *Correlation) Text() string {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(sink.Escape(fmt.Sprintf(format, args...)) + "\n") }
	line("correlation %q: %s", w.of.Named(), w.Is)
	line("  wants %s", w.Wants)
	if len(w.Groups) == 0 {
		line("  no event of the log satisfies one of its rules")
	} else {
		line("  fires in %d of %s", w.Fired, Counted(w.Total, "group"))
	}
	if w.ForgottenEvents+w.ForgottenGroups > 0 {
		line("  too much to hold at once: %s and %s were forgotten", Counted(int(w.ForgottenEvents), "event"), Counted(int(w.ForgottenGroups), "group"))
	}
	for _, g := range w.Groups {
		b.WriteByte('\n')
		line("group %s", w.name(g))
		for _, ref := range w.refs() {
			line("  %s: %d", ref.Name, g.Events[ref.Name])
		}
		if !g.Start.IsZero() {
			line("  from %s to %s", instant(g.Start), instant(g.End))
		}
		w.outcome(g, line)
	}
	if more := w.Total - len(w.Groups); more > 0 {
		b.WriteByte('\n')
		line("and %s", Counted(more, "more group"))
	}
	return b.String()
}

// name tells a group by the values that its events share.
func (w *Correlation) name(g *group) string {
	var names []string
	for _, field := range w.of.Correlation.GroupBy {
		names = append(names, field+"="+strings.Join(g.Group[field], ","))
	}
	if names == nil {
		return "of all events"
	}
	return strings.Join(names, " ")
}

// outcome says whether the group fired, and otherwise what it lacked.
func (w *Correlation) outcome(g *group, line func(string, ...any)) {
	if len(g.News) > 0 {
		var news []string
		for _, n := range []correlate.News{correlate.Learnt, correlate.Taught, correlate.Unseen, correlate.Seen} {
			if g.News[n] > 0 {
				news = append(news, fmt.Sprintf("%s %d", n, g.News[n]))
			}
		}
		line("  when its events came, the values were: %s", strings.Join(news, ", "))
	}
	for _, f := range g.Fired {
		line("  fired %s: %s, value %v, window %s to %s", instant(f.Time), Counted(int(f.Count), "event"), f.Value, instant(f.Start), instant(f.End))
	}
	switch {
	case len(g.Fired) > 0:
	case g.Nearest != nil:
		w.nearest(g.Nearest, line)
	case len(g.News) > 0:
		line("  did not fire")
	case len(w.of.Correlation.Fields) > 0:
		line("  did not fire: no event has %s", strings.Join(w.of.Correlation.Fields, " and "))
	default:
		line("  did not fire: its events have no time")
	}
}

// nearest shows what a group had when it came nearest to the condition.
func (w *Correlation) nearest(j *judgement, line func(string, ...any)) {
	c := w.of.Correlation
	line("  did not fire: %sneeds %s", w.measured(j), c.Needs())
	line("    in %s from %s to %s%s", Counted(j.Events, "event"), instant(j.Start), instant(j.End), within(c))
	for _, r := range j.Rules {
		if r.Count == 0 {
			line("    lacks %s", r.Name)
		} else {
			line("    has %s: %d, %s to %s", r.Name, r.Count, instant(r.First), instant(r.Last))
		}
	}
	if c.Type == rules.TemporalOrdered && j.disordered(c) {
		line("    not in their order")
	}
}

// disordered reports whether only the order of the events is wrong.
func (j *judgement) disordered(c *rules.Correlation) bool {
	has := func(rule int) bool { return j.Rules[rule].Count > 0 }
	if c.Presence != nil {
		return c.Presence.Holds(has)
	}
	present := 0
	for i := range j.Rules {
		if has(i) {
			present++
		}
	}
	return c.Short(float64(present)) < j.short
}

func within(c *rules.Correlation) string {
	if c.Timespan == 0 {
		return ""
	}
	return ", within " + rules.Timespan(c.Timespan)
}

// measured says what was measured; a condition on rules shows by these.
func (w *Correlation) measured(j *judgement) string {
	c, fields := w.of.Correlation, strings.Join(w.of.Correlation.Fields, ", ")
	switch {
	case c.Presence != nil:
		return ""
	case c.Type == rules.EventCount:
		return fmt.Sprintf("at best %s, ", Counted(int(j.Value), "event"))
	case c.Type == rules.Temporal:
		return fmt.Sprintf("at best %v of %s, ", j.Value, Counted(len(c.Rules), "rule"))
	case c.Type == rules.TemporalOrdered:
		return fmt.Sprintf("at best %v of %s in order, ", j.Value, Counted(len(c.Rules), "rule"))
	case c.Type == rules.ValueCount:
		return fmt.Sprintf("at best %v different %s, ", j.Value, fields)
	}
	what := strings.TrimPrefix(string(c.Type), "value_")
	if c.Type == rules.ValuePercentile {
		what += fmt.Sprintf(" %v", c.Percentile)
	}
	return fmt.Sprintf("at best %s of %s = %v, ", what, fields, j.Value)
}
