package correlate

import (
	"fmt"
	"math"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate/internal/memory"
	"github.com/rulehound/rulehound/normalize/event"
)

// loader puts the parts of a state into a Correlator. What contradicts itself
// makes an error: a state may come from anywhere.
type loader struct {
	*Correlator
	state  *state
	places map[string]place
	known  map[string]bool   // the contents of correlations that go on
	hits   map[uint32]uint32 // the numbers that those of the state have here
	err    error
}

// place is where a state has a correlation.
type place struct{ window, column, judge int }

// places returns where s has correlations, by their content.
func (s *state) places() map[string]place {
	all := map[string]place{}
	for i := range s.Windows {
		for k, col := range s.Windows[i].Columns {
			for n, j := range col.Judges {
				all[j.Content] = place{i, k, n}
			}
		}
	}
	return all
}

func (l *loader) refuse(what string) {
	if l.err == nil {
		l.err = fmt.Errorf("%w: %s", ErrState, what)
	}
}

// resume fills w with what the state has of a window with some of the same
// correlations. Others that share the window now know its events, too.
func (l *loader) resume(w *window) {
	var from *windowState
	var columns []inherited
	for _, col := range w.columns {
		h := inherited{column: -1}
		for k, n := range col.judges {
			p, ok := l.places[n.content]
			if !ok || from != nil && from != &l.state.Windows[p.window] || h.column >= 0 && h.column != p.column {
				continue
			}
			from, h.column = &l.state.Windows[p.window], p.column
			h.judges = append(h.judges, [2]uint8{uint8(p.judge), uint8(k)})
			l.known[n.content] = true
		}
		columns = append(columns, h)
	}
	if from != nil {
		l.window(w, from, columns)
	}
}

// inherited is what a column has of one in a state.
type inherited struct {
	column int        // of the state's window; -1: nothing
	judges [][2]uint8 // the numbers of a judge in the state and here
}

func (l *loader) window(w *window, s *windowState, columns []inherited) {
	w.reached, w.began = s.Reached, s.Began
	for i, h := range columns {
		if h.column >= 0 {
			w.columns[i].lostGroups, w.columns[i].lostEvents = s.Columns[h.column].LostGroups, s.Columns[h.column].LostEvents
		}
	}
	for i := range s.Waiting {
		w.waiting.add(l.input(w, &s.Waiting[i]))
	}
	places := make([]uint32, len(s.Groups))
	for i := range s.Groups {
		if gs := &s.Groups[i]; len(gs.Series) != len(s.Columns) {
			l.refuse("a group without what is measured")
		} else if l.err == nil {
			places[i] = l.group(w, gs, columns)
		}
	}
	for i := range s.Open {
		o := &s.Open[i]
		if o.Group < 0 || o.Group >= len(places) || !w.perRule {
			l.refuse("an event of no group")
			continue
		}
		w.open = append(w.open, unjudged{places[o.Group], l.input(w, &o.By)})
	}
	l.unsettled = l.unsettled || len(w.open) > 0
	for w.held > l.opts.MaxGroups {
		w.evict()
	}
}

func (l *loader) group(w *window, s *groupState, columns []inherited) uint32 {
	_, ok := memory.KeyValues(s.Key, w.inlets[0].group.fields)
	key := w.keys.Hold([]byte(s.Key))
	defer w.keys.Release(key)
	switch {
	case !ok || w.find(key) != 0:
		l.refuse("a group with a key that cannot be")
	case w.newest != 0 && l.groups.At(w.newest).when > s.When:
		l.refuse("groups out of order")
	case w.closes != (s.By != nil) || !w.news && !slices.ContainsFunc(s.Series, func(ss seriesState) bool { return len(ss.Items) > 0 }):
		l.refuse("a group without its events")
	}
	i := w.make(key)
	g := l.groups.At(i)
	g.when = s.When
	k := 0
	w.all(g, func(col *column, number uint32, own *series) {
		if h := columns[k]; h.column >= 0 {
			l.series(col, number, own, &s.Series[h.column], h)
		}
		k++
	})
	if s.By != nil {
		by := l.input(w, s.By)
		l.remember(g, &by)
	}
	return i
}

func (l *loader) series(col *column, number uint32, own *series, s *seriesState, h inherited) {
	for _, j := range h.judges {
		v := verdict{number, j[1]}
		if slices.Contains(s.Fired, j[0]) {
			own.fired |= v.bit()
		}
		for _, f := range s.Firings {
			if f.Judge == j[0] {
				own.reported |= v.bit()
				l.firings[v] = firing{f.Reported, f.Time, f.Count}
			}
		}
	}
	for k := range s.Items {
		if l.err == nil {
			l.item(col, own, &s.Items[k])
		}
	}
}

func (l *loader) item(col *column, own *series, s *itemState) {
	h := l.hit(s.Hit)
	switch {
	case h == 0:
	case own.Len() > 0 && l.past.Last(&own.Series).Time > l.past.Hit(h).Time:
		l.refuse("events out of order")
	case col.numeric && math.IsNaN(math.Float64frombits(s.Value)), col.window.perRule && s.Value >= uint64(len(col.window.inlets)):
		l.refuse("a value that cannot be")
	}
	if l.err == nil {
		col.enter(own, s.Value, h)
	}
}

// hit returns the number that a hit of the state has here.
func (l *loader) hit(place uint32) uint32 {
	if i := l.hits[place]; i != 0 {
		return i
	}
	if int64(place) >= int64(len(l.state.Hits)) {
		l.refuse("an event that is not there")
		return 0
	}
	s := &l.state.Hits[place]
	if int64(s.Rule) >= int64(len(l.state.Rules)) {
		l.refuse("an event that cannot be")
		return 0
	}
	i, ok := l.past.Restore(s.Time, s.Seq, l.rule(l.state.Rules[s.Rule]), s.Part)
	if !ok {
		l.refuse("an event that cannot be")
		return 0
	}
	l.hits[place] = i
	return i
}

// rule returns the rule that an identity is of.
func (l *loader) rule(id identity) *alert.Rule {
	if src := l.sources[id]; src != nil {
		return src.meta
	}
	for _, n := range l.nodes {
		if identityOf(n.meta) == id {
			return n.meta
		}
	}
	return &alert.Rule{SHA256: id.SHA256, ID: id.ID, Title: id.Title}
}

// alert returns the alert that is on its way.
func (l *loader) alert(w *waitingState) *alert.Alert {
	alerts, err := alert.Unpack(string(w.Alert), []*alert.Rule{l.rule(w.ID)})
	if err != nil || len(alerts) != 1 {
		l.refuse("an alert that cannot be")
		return &alert.Alert{Rule: l.rule(w.ID), Event: &event.Event{}}
	}
	return alerts[0]
}

func (l *loader) input(to *window, w *waitingState) input {
	in := input{time: w.Time, seq: w.Seq, alert: l.alert(w)}
	if to != nil {
		if w.Rule < 0 || w.Rule >= len(to.inlets) {
			l.refuse("an alert of a rule that is not there")
			return in
		}
		in.outlet = to.inlets[w.Rule]
	} else if l.sources[w.ID] == nil {
		l.refuse("an alert of a rule that is not there")
	}
	return in
}
