package engine

import (
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/normalize/event"
)

// Naive is the twin of Match that tests hold it against: no index, nothing
// folded or ordered, every rule evaluated as it was bound. It returns the places
// in the set of the rules that match, and how many fail.
func (e *Engine) Naive(ev *event.Event) (matched []int, failed int) {
	s := &tree.State{Event: e.newEvent()}
	s.Event.Load(ev)
	said := map[int]tree.Result{}
	for _, i := range e.groupsOf(ev.Class()) {
		for _, r := range e.groups[i].Rules() {
			if result := s.Match(r.Tree); said[r.Number] != tree.Yes && result != tree.No && !e.misread(&r, ev, disowned{}) {
				said[r.Number] = result
			}
		}
	}
	for n := range e.rules {
		switch said[n] {
		case tree.Yes:
			matched = append(matched, n)
		case tree.Failed:
			failed++
		}
	}
	return matched, failed
}

// Forget makes programs be made again.
func (e *Engine) Forget() { e.plans = plan.NewPlans(e.groups) }

// Indexed gives the programs of evs their indexes, which they would make later.
func (e *Engine) Indexed(evs ...*event.Event) {
	w := e.Worker()
	w.meter = &plan.Meter{Now: func() time.Duration { return 0 }, Costs: make([]plan.Cost, len(e.rules))}
	for _, ev := range evs {
		w.Match(nil, ev)
	}
}

// Places returns the places in the set of the rules that alerts are of.
func (e *Engine) Places(alerts []*alert.Alert) []int {
	var places []int
	for _, a := range alerts {
		for n, r := range e.rules {
			if r.meta == a.Rule {
				places = append(places, n)
			}
		}
	}
	return places
}

// NaiveMatched is the twin of what an alert on ev shows to have matched: every node
// of the rule is visited, and then those are listed that were true and counted.
func (e *Engine) NaiveMatched(a *alert.Alert, ev *event.Event) []alert.Match {
	s := &tree.State{Event: e.newEvent()}
	s.Event.Load(ev)
	rule := e.Places([]*alert.Alert{a})[0]
	for _, i := range e.groupsOf(ev.Class()) {
		if r := e.groups[i].Rule(rule); r != nil && s.Match(r.Tree) == tree.Yes && !e.misread(r, ev, disowned{}) {
			return matched(nil, evident(nil, s.Record(r.Tree), ""), s.Event, ev)
		}
	}
	return nil
}

func evident(dst []tree.Evidence, r *tree.Record, label string) []tree.Evidence {
	if own := r.Node.Source.Origin().Label; own != "" {
		label = own
	}
	switch {
	case r.Result != tree.Yes:
	case r.Node.Op == tree.Not:
		return expressions(dst, r.Node, label)
	case r.Node.Op == tree.Leaf, r.Node.Op == tree.Eval:
		return append(dst, tree.Evidence{Node: r.Node, Label: label, Hit: r.Hit})
	default:
		for _, kid := range r.Kids {
			dst = evident(dst, kid, label)
		}
	}
	return dst
}

func expressions(dst []tree.Evidence, n *tree.Node, label string) []tree.Evidence {
	if n.Op == tree.Eval {
		dst = append(dst, tree.Evidence{Node: n, Label: label})
	}
	for _, kid := range n.Kids {
		dst = expressions(dst, kid, label)
	}
	return dst
}
