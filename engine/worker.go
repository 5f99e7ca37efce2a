package engine

import (
	"errors"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/normalize/event"
)

// Worker matches events on one goroutine. It keeps the scratch that matching
// needs, and counts. It is not safe for concurrent use.
type Worker struct {
	engine   *Engine
	state    plan.State
	meter    *plan.Meter // nil: costs are not measured
	counts   counts
	found    []plan.Outcome
	findings findings
	finding  *Finding // of the last event
	sure     bool
	digest   alert.Digester
	why      []tree.Evidence // scratch
	made     []alert.Alert   // of the event at hand, in MatchPart
	seen     []alert.Match   // of those
	disowned disowned        // scratch
}

// Worker returns a new worker.
func (e *Engine) Worker() *Worker {
	return &Worker{
		engine: e,
		state:  plan.State{State: tree.State{Event: e.newEvent()}},
		meter:  e.newMeter(),
		counts: newCounts(e), disowned: disowned{},
	}
}

// Match does what [Engine.Match] does.
func (w *Worker) Match(dst []*alert.Alert, ev *event.Event) ([]*alert.Alert, error) {
	defer w.state.Event.Unload() // keep no event
	if w.find(ev, false, func() *event.Event { return ev }) == nil {
		return dst, nil
	}
	return w.report(dst, &reporter{worker: w, event: ev, show: alert.CloneEvent})
}

// MatchPart is Match of an event that may lack fields that no rule [Worker.Reads],
// see [Worker.Need]. It is silent when its log's text [Worker.Mentions] none of the rules'
// keywords, which saves looking for them again. When something has matched, or the
// event's fields do not say what its class says, MatchPart asks for the whole event.
// Alerts show that one itself, not a copy, and what matched in ev; they are valid for as
// long as both are, and until the next call.
func (w *Worker) MatchPart(dst []*alert.Alert, ev *event.Event, silent bool, whole func() *event.Event) ([]*alert.Alert, error) {
	defer w.state.Event.Unload() // keep no event
	if ev = w.find(ev, silent, whole); ev == nil {
		return dst, nil
	}
	return w.show(dst, ev)
}

// show is report of alerts that show ev itself, which is loaded, or a part of it.
func (w *Worker) show(dst []*alert.Alert, ev *event.Event) ([]*alert.Alert, error) {
	r := reporter{worker: w, event: ev, show: func(ev *event.Event) *event.Event { return ev }, made: w.made[:0], seen: w.seen[:0]}
	dst, err := w.report(dst, &r)
	w.made, w.seen = r.made, r.seen
	return dst, err
}

// find finds the rules that match ev or fail on it and returns the whole event;
// nil if there are none. One of both is loaded then.
func (w *Worker) find(ev *event.Event, silent bool, whole func() *event.Event) *event.Event {
	r := w.counts.route(ev.Class())
	r.events++
	if w.finding, w.sure = nil, true; r.choice == nil {
		return nil
	}
	w.state.Silent = silent
	w.state.Event.LoadLike(ev, &r.layouts)
	r.see(w.state.Event.Used())
	program, usual := r.choice.Program(w.state.Event)
	if usual {
		// Fast path: most events match nothing.
		if w.run(program); len(w.found) == 0 {
			return nil
		}
		w.finding, w.sure = w.findings.of(w.found)
	}
	all := whole()
	if !usual {
		w.loadWhole(all)
		program, _ = r.choice.Program(w.state.Event)
		w.run(program)
		w.finding, w.sure = nil, false
	}
	if all.Channel == "" {
		clear(w.disowned)
		w.found = slices.DeleteFunc(w.found, func(o plan.Outcome) bool { return w.engine.misread(o.Rule, all, w.disowned) })
		w.finding, w.sure = nil, false
	}
	return all
}

func (w *Worker) run(p *plan.Program) {
	if w.meter != nil {
		w.found = p.RunMeasured(w.found[:0], &w.state, w.meter)
		return
	}
	w.found = p.Run(w.found[:0], &w.state)
}

// report makes alerts and errors of what was found, in the order of the rules.
func (w *Worker) report(dst []*alert.Alert, hit *reporter) ([]*alert.Alert, error) {
	slices.SortStableFunc(w.found, func(a, b plan.Outcome) int { return a.Rule.Number - b.Rule.Number })
	var errs []error
	hit.made = slices.Grow(hit.made, len(w.found)) // alerts stay where they are
	for i := 0; i < len(w.found); {
		o, n := best(w.found[i:])
		i += n
		if o.Result == tree.Failed {
			errs = append(errs, w.fail(o, hit.event))
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
		if o.Result != tree.Yes {
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
	made   []alert.Alert // the alerts
	seen   []alert.Match // what matched in all of them
}

func (r *reporter) alert(hit *plan.Rule) *alert.Alert {
	if r.shown == nil {
		r.shown, r.print = r.show(r.event), r.worker.digest.Sum(r.event)
	}
	w := r.worker
	rule := w.engine.rules[hit.Number]
	told := r.prove(hit)
	n := len(r.seen)
	r.seen = matched(r.seen, w.why, w.state.Event, told)
	a := w.alert(hit, r.shown, r.print, r.seen[n:len(r.seen):len(r.seen)])
	a.Exports = exports(rule.Exports, hit.Export, w.state.Event, told)
	r.made = append(r.made, a)
	return &r.made[len(r.made)-1]
}

// prove finds out why the rule matched and returns the event whose values tell it: the one
// that is shown, or the part of it that is loaded, if that has all that the rule looks at.
func (r *reporter) prove(hit *plan.Rule) *event.Event {
	w := r.worker
	part := w.state.Event.Source()
	if part != r.event {
		if choice := w.counts.route(part.Class()).choice; choice.ReadsAll(hit.Slots) && choice.ReadsAll(hit.Export) {
			w.why = w.state.Evidence(w.why[:0], hit.Tree)
			if !w.sawSeveral(hit) {
				return part // Fast path: most rules that match look at fields of one value.
			}
		}
		w.loadWhole(r.event)
	}
	w.why = w.state.Evidence(w.why[:0], hit.Tree)
	return r.shown
}

// sawSeveral reports whether a field that an alert of hit shows has several values: in a
// part of an event they may stand in another order.
func (w *Worker) sawSeveral(hit *plan.Rule) bool {
	e := w.state.Event
	return slices.ContainsFunc(hit.Export, func(slot int) bool { return e.Field(slot).Len() > 1 }) ||
		slices.ContainsFunc(w.why, func(y tree.Evidence) bool { return y.Node.Test == nil || y.Node.Test.Subject(e).Len() > 1 })
}

// loadWhole loads ev, which has all fields of its events.
func (w *Worker) loadWhole(ev *event.Event) {
	if ev != w.state.Event.Source() {
		w.state.Event.LoadLike(ev, &w.counts.route(ev.Class()).wholes)
	}
}

// alert returns the alert of a rule, in which so much matched, on ev.
func (w *Worker) alert(hit *plan.Rule, ev *event.Event, fingerprint alert.Fingerprint, matched []alert.Match) alert.Alert {
	meta := w.engine.rules[hit.Number].meta
	return alert.Alert{
		ID: alert.ID(meta.SHA256, fingerprint), Time: ev.Time, Rule: meta,
		Matched: matched, Unprovidable: w.engine.absent(hit), Event: ev,
	}
}
