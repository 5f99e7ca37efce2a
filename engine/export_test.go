package engine

import (
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
)

// Naive is the twin of Match that tests hold it against: no index, nothing
// folded or ordered, every rule evaluated as it was bound. It returns the places
// in the set of the rules that match, and how many fail.
func (e *Engine) Naive(ev *event.Event) (matched []int, failed int) {
	s := &plan.State{Event: e.newEvent()}
	s.Event.Load(ev)
	said := map[int]plan.Result{}
	for _, i := range e.route(ev.Class()) {
		for _, r := range e.groups[i].Rules() {
			if result := s.Match(r.Tree); said[r.Number] != plan.Yes && result != plan.No {
				said[r.Number] = result
			}
		}
	}
	for n := range e.rules {
		switch said[n] {
		case plan.Yes:
			matched = append(matched, n)
		case plan.Failed:
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
