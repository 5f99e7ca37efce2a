package replay

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/rulehound/rulehound/engine"
)

// Profile says what matching took, by rule. It is there when the engine has a
// clock, see [engine.WithClock].
type Profile struct {
	Shared time.Duration `json:"index_ns"` // looking for the texts of all rules at once
	Own    time.Duration `json:"rules_ns"` // asking single rules
	Rules  []RuleCost    `json:"rules"`    // those that were asked, the dearest first
	Spared int           `json:"never_asked"`
}

// RuleCost is what one rule took.
type RuleCost struct {
	ID          string        `json:"id,omitempty"`
	Title       string        `json:"title,omitempty"`
	File        string        `json:"file"`
	Candidates  int64         `json:"candidates"`  // events that the index could not refuse
	Evaluations int64         `json:"evaluations"` // tests that were then asked of values
	Time        time.Duration `json:"ns"`
	Hits        int64         `json:"hits"`
	StandsOut   bool          `json:"stands_out,omitempty"`
}

// standsOut is the part of all matching from which on a rule's cost does: one in
// so many.
const standsOut = 10

// newProfile returns the profile of a run, nil when nothing was measured.
func newProfile(matchers []*matcher) *Profile {
	var c engine.Costs
	for _, m := range matchers {
		costs := m.worker.Costs()
		if costs == nil {
			return nil
		}
		c.Merge(costs)
	}
	p := &Profile{Shared: c.Shared, Rules: []RuleCost{}}
	for i := range c.Rules {
		r := &c.Rules[i]
		if r.Candidates == 0 {
			p.Spared++
			continue
		}
		p.Own += r.Time
		p.Rules = append(p.Rules, RuleCost{
			ID: r.Rule.ID, Title: r.Rule.Title, File: r.Rule.File,
			Candidates: r.Candidates, Evaluations: r.Evaluations, Time: r.Time, Hits: r.Hits,
		})
	}
	slices.SortStableFunc(p.Rules, func(a, b RuleCost) int { return cmp.Compare(b.Time, a.Time) })
	for i := range p.Rules {
		p.Rules[i].StandsOut = p.Rules[i].Time*standsOut >= p.total()
	}
	return p
}

func (p *Profile) total() time.Duration { return p.Shared + p.Own }

// profile writes the costs of rules, the dearest first.
func (t *text) profile(p *Profile) {
	if p == nil {
		return
	}
	t.line("", "Matching took %s: %s to find the texts of all rules at once, %s to ask %s. %s never had to be asked.", duration(p.total()),
		duration(p.Shared), duration(p.Own), plural(int64(len(p.Rules)), "rule"), thousands(int64(p.Spared)))
	row := func(a, b, c, d, e string) string { return fmt.Sprintf("%12s %12s %12s %8s  %s", a, b, c, d, e) }
	if len(p.Rules) > 0 {
		t.line("", "%s", row("time", "candidates", "evaluations", "hits", "rule"))
	}
	most := max(t.most, dearest)
	for _, r := range p.Rules[:min(len(p.Rules), most)] {
		t.line("", "%s", row(fine(r.Time), thousands(r.Candidates), thousands(r.Evaluations), thousands(r.Hits), r.String()))
	}
	if more := len(p.Rules) - most; more > 0 {
		t.cut = true
		t.line("", "%s", row("…", "", "", "", "and "+thousands(int64(more))+" more"))
	}
	out := slices.DeleteFunc(slices.Clone(p.Rules), func(r RuleCost) bool { return !r.StandsOut })
	list(t, "rules whose cost stands out", out, func(r RuleCost) string {
		return fmt.Sprintf("%s: %d %% of all matching", r, 100*r.Time/max(p.total(), 1))
	})
}

// dearest is how many rules of a profile the text shows.
const dearest = 20

// fine returns a duration that may be short.
func fine(d time.Duration) string {
	return fmt.Sprintf("%.3f ms", float64(d)/float64(time.Millisecond))
}

// String returns the rule's title, or its id, and its file.
func (r RuleCost) String() string { return cmp.Or(r.Title, r.ID) + " (" + r.File + ")" }
