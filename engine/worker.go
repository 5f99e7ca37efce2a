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
	digest alert.Digester
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
	return w.match(dst, ev, false, func() *event.Event { return ev }, alert.CloneEvent)
}

// MatchPart is Match of an event that may lack fields that no rule [Worker.Reads],
// see [Worker.Need]. It is silent when its log's text [Worker.Mentions] none of the rules'
// keywords, which saves looking for them again. When something has matched, or the
// event's fields do not say what its class says, MatchPart asks for the whole event.
// Alerts show that one itself, not a copy, and are valid for as long as it is.
func (w *Worker) MatchPart(dst []*alert.Alert, ev *event.Event, silent bool, whole func() *event.Event) ([]*alert.Alert, error) {
	return w.match(dst, ev, silent, whole, func(ev *event.Event) *event.Event { return ev })
}

// match is Match of an event that may lack fields. Alerts show what shown makes
// of the whole one.
func (w *Worker) match(dst []*alert.Alert, ev *event.Event, silent bool, whole func() *event.Event, shown func(*event.Event) *event.Event) ([]*alert.Alert, error) {
	t := w.counts.of(ev.Class())
	t.events++
	if t.choice == nil {
		return dst, nil
	}
	w.state.Silent = silent
	w.state.Event.LoadLike(ev, &t.layouts)
	defer w.state.Event.Unload() // keep no event
	t.see(w.state.Event.Used())
	program, usual := t.choice.Program(w.state.Event)
	if usual {
		// Fast path: most events match nothing.
		if w.run(program); len(w.found) == 0 {
			return dst, nil
		}
	}
	all := whole()
	if all != ev {
		ev = all
		w.state.Event.Load(ev) // where the fields that matched stand
	}
	if !usual {
		program, _ = t.choice.Program(w.state.Event)
		w.run(program)
	}
	return w.report(dst, ev, shown)
}

func (w *Worker) run(p *plan.Program) {
	if w.meter != nil {
		w.found = p.RunMeasured(w.found[:0], &w.state, w.meter)
		return
	}
	w.found = p.Run(w.found[:0], &w.state)
}

// report makes alerts and errors of what was found, in the order of the rules.
func (w *Worker) report(dst []*alert.Alert, ev *event.Event, shown func(*event.Event) *event.Event) ([]*alert.Alert, error) {
	slices.SortStableFunc(w.found, func(a, b plan.Outcome) int { return a.Rule.Number - b.Rule.Number })
	var errs []error
	hit := reporter{worker: w, event: ev, show: shown}
	for i := 0; i < len(w.found); {
		o, n := best(w.found[i:])
		i += n
		if o.Result == plan.Failed {
			errs = append(errs, w.fail(o, ev))
			continue
		}
		w.counts.match(o.Rule.Number)
		dst = append(dst, hit.alert(o.Rule))
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

// reporter makes the alerts of one event, which share what they show of it.
type reporter struct {
	worker *Worker
	event  *event.Event
	show   func(*event.Event) *event.Event
	shown  *event.Event
	print  alert.Fingerprint
}

func (r *reporter) alert(hit *plan.Rule) *alert.Alert {
	if r.shown == nil {
		r.shown, r.print = r.show(r.event), r.worker.digest.Sum(r.event)
	}
	w := r.worker
	rule := w.engine.rules[hit.Number]
	return &alert.Alert{
		ID:           alert.ID(rule.meta.SHA256, r.print),
		Time:         r.event.Time,
		Rule:         rule.meta,
		Unprovidable: w.engine.absent(hit),

		Matched: matched(w.state.Record(hit.Tree), w.state.Event, r.shown),
		Event:   r.shown,
		Exports: exports(rule.Exports, hit.Export, w.state.Event, r.shown),
	}
}
