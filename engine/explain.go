package engine

import (
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/normalize/event"
)

// Explain says why the rule with that id, or else that name, matches ev or does
// not. It evaluates the same tests as [Engine.Match], and all of them. The error
// says that there is no such rule.
func (e *Engine) Explain(ruleID string, ev *event.Event) (*Trace, error) {
	n, ok := e.find(ruleID)
	if !ok {
		return nil, noRule(ruleID)
	}
	return e.explain(n, e.load(ev)), nil
}

// ExplainAll explains every rule of the set, in its order.
func (e *Engine) ExplainAll(ev *event.Event) []*Trace {
	s := e.load(ev)
	all := make([]*Trace, len(e.rules))
	for n := range e.rules {
		all[n] = e.explain(n, s)
	}
	return all
}

func (e *Engine) load(ev *event.Event) *tree.State {
	s := &tree.State{Event: e.newEvent()}
	s.Event.Load(ev)
	return s
}

func (e *Engine) find(id string) (int, bool) {
	for _, same := range []func(*rule) string{
		func(r *rule) string { return r.ID },
		func(r *rule) string { return r.Name },
	} {
		for n, r := range e.rules {
			if id != "" && strings.EqualFold(same(r), id) {
				return n, true
			}
		}
	}
	return 0, false
}

func (e *Engine) explain(n int, s *tree.State) *Trace {
	r, ev := e.rules[n], s.Event.Source()
	t := &Trace{RuleID: r.ID, Title: r.Title, Event: eventName(ev), Origin: ev.Source, Result: DidNotApply, Changes: r.Changes}
	var sources []string
	for _, i := range r.groups {
		g := e.groups[i]
		sources = append(sources, g.Source.Name)
		if !g.Source.Match.Matches(ev.Class()) || e.misread(g.Rule(n), ev, disowned{}) {
			continue
		}
		step := newStep(s.Record(g.Rule(n).Tree), s.Event)
		// An event that says little may be of several sources: show the one that
		// tells most.
		if t.Condition == nil || step.Result > t.Condition.Result {
			t.Condition, t.Result, t.Source = step, step.Result, g.Source.Name
		}
	}
	t.Sees, t.Filters = sources, filtersOf(r)
	switch {
	case len(sources) == 0:
		t.Reason = "log source " + r.Logsource.String() + " is not known"
	case t.Condition == nil:
		t.Reason = "log source " + r.Logsource.String() + " is " + strings.Join(sources, ", ") + "; the event is " + t.Event
	}
	return t
}

func noRule(id string) error { return fmt.Errorf("no rule has the id %q", id) }

// filtersOf names the filters that narrow r.
func filtersOf(r *rule) []alert.Filter {
	var all []alert.Filter
	for _, f := range r.Filters {
		all = append(all, alert.Filter{ID: f.ID, Title: f.Title, File: f.File})
	}
	return all
}

// eventName names the kind of ev for people.
func eventName(ev *event.Event) string {
	name := ev.Channel
	if name == "" {
		name = ev.Provider
	}
	if name == "" {
		name = "of no known log"
	}
	if ev.HasEventID {
		name += fmt.Sprintf(" %d", ev.EventID)
	}
	return name
}
