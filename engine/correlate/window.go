package correlate

import (
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
)

// window is what those correlations have in common that take the same alerts,
// group them by the same fields and look equally far back: their groups, each
// with a series for every column.
type window struct {
	correlator *Correlator
	number     uint32
	inlets     []*outlet // from its rules, by their numbers
	columns    []*column

	perRule bool // an event counts once for each rule
	closes  bool // its end decides
	news    bool // only the last event matters, as for what was seen
	span    int64
	lag     int64 // how much later than their events the alerts that it is made of can come
	waiting queue // for alerts that come later, when lag is not 0
	reached int64 // what is older comes too late; only with a lag
	began   int64 // when the first event was

	open []unjudged // the groups of the last event; several where its rules call a field differently

	keys           *memory.Texts
	held           int    // groups
	oldest, newest uint32 // the list of groups
}

// input is an alert on its way into a window.
type input struct {
	time   int64
	seq    uint64 // of the event
	alert  *alert.Alert
	outlet *outlet
}

// offer takes an alert, now or when all that are older have come.
func (w *window) offer(in input) {
	if w.lag == 0 {
		w.accept(&in)
		return
	}
	if in.time < w.reached {
		w.correlator.stats.Late++
		return
	}
	w.waiting.add(in)
}

// advance tells that all alerts older than t have been offered.
func (w *window) advance(t int64) {
	limit := t
	if t != endOfTime {
		limit = earlier(t, w.lag)
	}
	for in, ok := w.waiting.next(limit); ok; in, ok = w.waiting.next(limit) {
		w.reached = max(w.reached, in.time)
		w.accept(&in)
	}
	if w.lag > 0 {
		w.settle()
	}
	if w.closes {
		w.closeBefore(limit)
	}
}

// accept takes the next alert in the order of time.
func (w *window) accept(in *input) {
	if len(w.open) > 0 && w.open[0].by.seq != in.seq {
		w.settle()
	}
	if !w.measures(in) {
		return
	}
	if w.closes {
		w.closeBefore(in.time)
	} else {
		w.forgetBefore(earlier(in.time, w.span))
	}
	w.began = min(w.began, in.time)
	i, g := w.group(in)
	s := g.series
	for _, col := range w.columns {
		own := w.correlator.series.At(s)
		col.accept(i, s, own, in)
		s = own.next
	}
}

// measures reports whether an alert has what some column measures. Events
// without the field are no value.
func (w *window) measures(in *input) bool {
	for _, col := range w.columns {
		if len(col.values(in)) > 0 {
			return true
		}
	}
	return false
}

// all calls f for every series of a group, with its column.
func (w *window) all(g *group, f func(col *column, number uint32, s *series)) {
	i := g.series
	for _, col := range w.columns {
		s := w.correlator.series.At(i)
		next := s.next
		f(col, i, s)
		i = next
	}
}

// unjudged is a group with an event, not all rules of which are known yet.
type unjudged struct {
	group uint32
	by    input // the last alert of the event
}

func (w *window) judgeLater(i uint32, in *input) {
	w.correlator.unsettled = true
	for k := range w.open {
		if w.open[k].group == i {
			w.open[k].by = *in
			return
		}
	}
	w.open = append(w.open, unjudged{i, *in})
}

// settle judges an event with all of its rules.
func (w *window) settle() {
	for k := range w.open {
		o := &w.open[k]
		g := w.correlator.groups.At(o.group)
		w.all(g, func(col *column, number uint32, s *series) { col.judge(number, s, g.key, &o.by) })
	}
	clear(w.open)
	w.open = w.open[:0]
}

// closeBefore ends the windows that opened more than a timespan before t.
func (w *window) closeBefore(t int64) {
	c := w.correlator
	for i := w.oldest; i != 0 && later(c.groups.At(i).when, w.span) < t; i = w.oldest {
		g := c.groups.At(i)
		by := *c.ends.At(g.by)
		w.all(g, func(col *column, number uint32, s *series) { col.conclude(number, s, g.key, &by) })
		w.forget(i)
	}
}

// remember keeps the group's last input for the end of the window.
func (c *Correlator) remember(g *group, in *input) {
	if g.by == 0 {
		g.by = c.ends.Take()
	}
	*c.ends.At(g.by) = *in
}

// forgetBefore drops the groups without an event since t.
func (w *window) forgetBefore(t int64) {
	for i := w.oldest; i != 0 && w.correlator.groups.At(i).when < t; i = w.oldest {
		w.forget(i)
	}
}

// evict drops the oldest group since there are too many.
func (w *window) evict() {
	w.all(w.correlator.groups.At(w.oldest), func(col *column, _ uint32, s *series) {
		if s.Len() > 0 || w.news {
			col.lostGroups++
		}
	})
	w.forget(w.oldest)
}

// forget drops a group.
func (w *window) forget(i uint32) {
	c := w.correlator
	g := c.groups.At(i)
	w.all(g, func(col *column, number uint32, s *series) { col.forget(number, s) })
	if g.by != 0 {
		c.ends.Give(g.by)
	}
	w.open = slices.DeleteFunc(w.open, func(o unjudged) bool { return o.group == i })
	w.unlink(g)
	w.unfind(i, g)
	c.groups.Give(i)
	w.held--
}
