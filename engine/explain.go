package engine

import (
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// Explain says why the rule with that id, or else that name, matches ev or does
// not. It evaluates the same tests as [Engine.Match], and all of them. The error
// says that there is no such rule.
func (e *Engine) Explain(ruleID string, ev *event.Event) (*Trace, error) {
	n, ok := e.find(ruleID)
	if !ok {
		return nil, fmt.Errorf("no rule has the id %q", ruleID)
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

func (e *Engine) load(ev *event.Event) *plan.State {
	s := &plan.State{Event: e.newEvent()}
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

func (e *Engine) explain(n int, s *plan.State) *Trace {
	r, ev := e.rules[n], s.Event.Source()
	t := &Trace{RuleID: r.ID, Title: r.Title, Event: eventName(ev), Origin: ev.Source, Result: DidNotApply}
	var sources []string
	for _, i := range r.groups {
		g := e.groups[i]
		sources = append(sources, g.Source.Name)
		if !g.Source.Match.Matches(ev.Class()) {
			continue
		}
		step := newStep(s.Record(g.Rule(n).Tree), s.Event)
		// An event that says little may be of several sources: show the one that
		// tells most.
		if t.Condition == nil || step.Result > t.Condition.Result {
			t.Condition, t.Result, t.Source = step, step.Result, g.Source.Name
		}
	}
	switch {
	case len(sources) == 0:
		t.Reason = "log source " + logsourceText(r) + " is not known"
	case t.Condition == nil:
		t.Reason = "log source " + logsourceText(r) + " is " + strings.Join(sources, ", ") + "; the event is " + t.Event
	}
	return t
}

func logsourceText(r *rule) string {
	var parts []string
	for _, s := range []string{r.Logsource.Product, r.Logsource.Category, r.Logsource.Service} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "/")
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

func newStep(r *plan.Record, e *match.Event) *Step {
	from := r.Node.Source.Origin()
	s := &Step{Text: from.Text, Label: from.Label, Line: from.Line, Col: from.Col, Result: outcome(r.Result)}
	switch r.Node.Op {
	case plan.Leaf:
		s.leaf(r, e)
	case plan.Eval:
		s.Kind = "expr"
		s.code(r.Node.Code, e)
		if r.Err != nil {
			s.Reason = r.Err.Error()
		}
	case plan.AtLeast:
		s.Kind = fmt.Sprintf("%d of", r.Node.N)
	case plan.Not:
		s.Kind = "not"
	case plan.And:
		s.Kind = "and"
	case plan.Or:
		s.Kind = "or"
	}
	for _, kid := range r.Kids {
		s.Kids = append(s.Kids, newStep(kid, e))
	}
	return s
}

func outcome(r plan.Result) Result {
	switch r {
	case plan.Yes:
		return Matched
	case plan.Failed:
		return Failed
	}
	return DidNotMatch
}

func (s *Step) leaf(r *plan.Record, e *match.Event) {
	s.Kind = operator(r.Node.Source)
	subject := r.Node.Test.Subject(e)
	f, isField := r.Node.Source.(*ir.Field)
	if isField {
		s.Field = f.Name
		s.see(subject, e)
		if subject.Len() == 0 && f.Op != ir.Exists && f.Op != ir.Null {
			s.Result, s.Reason = DidNotApply, "the event has no such field"
		}
	}
	if s.Result != Matched {
		return
	}
	s.Pattern = pattern(r)
	if r.Hit.Value >= 0 {
		hit := &e.Source().Fields[subject.Ref(r.Hit.Value)]
		s.Value = hit.Value.Rendered()
		if !isField {
			s.EventField = hit.Name
		}
	}
}

// code shows the fields that an expression reads.
func (s *Step) code(c *plan.Code, e *match.Event) {
	for i, name := range c.Names {
		kid := &Step{Kind: "read", Field: name, Result: Matched}
		f := e.Field(c.Slots[i])
		if kid.see(f, e); f.Len() == 0 {
			kid.Result, kid.Reason = DidNotApply, "the event has no such field"
		}
		s.Kids = append(s.Kids, kid)
	}
}

// see notes the values of a field, and the event's own name for it.
func (s *Step) see(f *match.Field, e *match.Event) {
	for i := range f.Len() {
		own := &e.Source().Fields[f.Ref(i)]
		if !own.Is(s.Field) {
			s.EventField = own.Name
		}
		seen := Seen{Value: own.Value.Rendered(), Null: own.Value.IsNull()}
		if raw := own.Value.Raw(); raw != seen.Value {
			seen.Raw = raw
		}
		s.Seen = append(s.Seen, seen)
	}
}
