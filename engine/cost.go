package engine

import (
	"errors"
	"slices"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/plan"
)

// Costs is what matching took, rule by rule. What finds the texts of all rules
// at once is theirs together.
type Costs struct {
	Shared time.Duration // of looking for the texts of all rules
	Rules  []RuleCost    // in the order of the set
}

// RuleCost is what one rule took. A rule that the index keeps from all events
// takes nothing.
type RuleCost struct {
	Rule        *alert.Rule   // shared, read-only
	Candidates  int64         // events that the index could not refuse
	Evaluations int64         // tests that were then asked of values
	Time        time.Duration // of all of them
	Hits        int64
}

// WithClock makes workers measure what every rule costs, see [Worker.Costs].
// Now tells the time since any moment. Without a clock nothing is measured and
// nothing is paid.
func WithClock(now func() time.Duration) Option {
	return func(e *Engine) error {
		if now == nil {
			return errors.New("engine: no clock")
		}
		e.clock = now
		return nil
	}
}

// newMeter returns a worker's meter, nil without a clock.
func (e *Engine) newMeter() *plan.Meter {
	if e.clock == nil {
		return nil
	}
	return &plan.Meter{Now: e.clock, Costs: make([]plan.Cost, len(e.rules))}
}

// Costs returns what the worker has measured so far; nil without a clock.
func (w *Worker) Costs() *Costs {
	if w.meter == nil {
		return nil
	}
	c := &Costs{Shared: w.meter.Index, Rules: make([]RuleCost, len(w.meter.Costs))}
	for i, m := range w.meter.Costs {
		c.Rules[i] = RuleCost{w.engine.rules[i].meta, m.Candidates, m.Evaluations, m.Time, w.counts.matches[i]}
	}
	return c
}

// Merge adds o, which must be of the same engine, to c. A zero c becomes a copy.
func (c *Costs) Merge(o *Costs) {
	c.Shared += o.Shared
	if c.Rules == nil {
		c.Rules = slices.Clone(o.Rules)
		return
	}
	for i := range o.Rules {
		r, add := &c.Rules[i], &o.Rules[i]
		r.Candidates += add.Candidates
		r.Evaluations += add.Evaluations
		r.Time += add.Time
		r.Hits += add.Hits
	}
}
