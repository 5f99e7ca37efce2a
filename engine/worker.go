package engine

import (
	"errors"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
)

// Worker matches events on one goroutine. It keeps the scratch that matching
// needs, and counts. It is not safe for concurrent use.
type Worker struct {
	engine *Engine
	state  plan.State
	meter  *plan.Meter // nil: costs are not measured
	counts counts
	found  []plan.Outcome
}

// Worker returns a new worker.
func (e *Engine) Worker() *Worker {
	return &Worker{
		engine: e,
		state:  plan.State{Event: e.newEvent()},
		meter:  e.newMeter(),
		counts: counts{engine: e, classes: map[event.Class]*tally{}},
	}
}

// Match does what [Engine.Match] does.
func (w *Worker) Match(dst []*alert.Alert, ev *event.Event) ([]*alert.Alert, error) {
	return w.MatchPart(dst, ev, false, func() *event.Event { return ev })
}

// MatchPart is Match of an event that may lack fields that no rule reads, see
// [Worker.Need]. It is silent when its log's text [Worker.Mentions] none of the rules'
// keywords, which saves looking for them again. When something has matched,
// MatchPart asks for the whole event, which alerts show.
func (w *Worker) MatchPart(dst []*alert.Alert, ev *event.Event, silent bool, whole func() *event.Event) ([]*alert.Alert, error) {
	t := w.counts.of(ev.Class())
	t.events++
	if t.choice == nil {
		return dst, nil
	}
	w.state.Silent = silent
	w.state.Event.LoadLike(ev, &t.layouts)
	defer w.state.Event.Unload() // keep no event
	t.see(w.state.Event.Used())
	w.find(t)
	// Fast path: most events match nothing.
	if len(w.found) == 0 {
		return dst, nil
	}
	if all := whole(); all != ev {
		ev = all
		w.state.Event.Load(ev)
		w.find(t)
	}
	return w.report(dst, ev)
}

func (w *Worker) find(t *tally) {
	program := t.choice.Program(w.state.Event)
	if w.meter != nil {
		w.found = program.RunMeasured(w.found[:0], &w.state, w.meter)
		return
	}
	w.found = program.Run(w.found[:0], &w.state)
}

// report makes alerts and errors of what was found, in the order of the rules.
func (w *Worker) report(dst []*alert.Alert, ev *event.Event) ([]*alert.Alert, error) {
	slices.SortStableFunc(w.found, func(a, b plan.Outcome) int { return a.Rule.Number - b.Rule.Number })
	var errs []error
	var hit reporter
	for i := 0; i < len(w.found); {
		o, n := best(w.found[i:])
		i += n
		if o.Result == plan.Failed {
			errs = append(errs, w.fail(o, ev))
			continue
		}
		w.counts.match(o.Rule.Number)
		dst = append(dst, hit.alert(w, o.Rule, ev))
	}
	clear(w.found) // errors may be large
	return dst, errors.Join(errs...)
}

// best returns what to say of the first rule in found, which stands there once
// for each source of the event, and how often it does. A match in one source is
// a match.
func best(found []plan.Outcome) (plan.Outcome, int) {
	o, n := found[0], 1
	for ; n < len(found) && found[n].Rule.Number == o.Rule.Number; n++ {
		if o.Result != plan.Yes {
			o = found[n]
		}
	}
	return o, n
}

func (w *Worker) fail(o plan.Outcome, ev *event.Event) error {
	r := w.engine.rules[o.Rule.Number].meta
	err := &RuleError{RuleID: r.ID, Title: r.Title, Origin: ev.Source, Err: o.Err}
	w.counts.fail(o.Rule.Number, err)
	return err
}

// reporter makes the alerts of one event, which share a copy of it.
type reporter struct {
	copy  *event.Event
	print alert.Fingerprint
}

func (r *reporter) alert(w *Worker, hit *plan.Rule, ev *event.Event) *alert.Alert {
	if r.copy == nil {
		r.copy, r.print = alert.CloneEvent(ev), alert.Sum(ev)
	}
	meta := w.engine.rules[hit.Number].meta
	return &alert.Alert{
		ID:           alert.ID(meta.SHA256, r.print),
		Time:         ev.Time,
		Rule:         meta,
		Unprovidable: w.engine.absent(hit),

		Matched: matched(w.state.Record(hit.Tree), w.state.Event, r.copy),
		Event:   r.copy,
		Exports: exports(w.engine.rules[hit.Number].Exports, hit.Export, w.state.Event, r.copy),
	}
}
