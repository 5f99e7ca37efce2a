package replay

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/replay/internal/hits"
)

// CorrelationSummary says what the correlations did.
type CorrelationSummary struct {
	Loaded int      `json:"loaded"`
	Raised int64    `json:"alerts"`
	Quiet  []Quiet  `json:"quiet_rules,omitempty"`
	Anew   []Quiet  `json:"started_anew,omitempty"` // with a state: the correlations that it does not know as they are now
	Gone   []string `json:"given_up,omitempty"`     // with a state: the titles of correlations that it knows and that are not there any more
	correlate.Stats
}

// Quiet is a rule that raises no alerts of its own since correlations are made
// of them.
type Quiet struct {
	ID      string `json:"id,omitempty"`
	Title   string `json:"title,omitempty"`
	File    string `json:"file"`
	Matches int64  `json:"matches"`
}

// resumed is correlations that may go on where those of an earlier run ended.
type resumed struct {
	*correlate.Correlator
	anew []*alert.Rule
	gone []string
}

// resume returns the correlations of the run. An error says that the state of
// the earlier run is none.
func (r *Replay) resume() (c resumed, err error) {
	c.Correlator = correlate.New(r.Rules, r.Correlate)
	if r.State != nil {
		c.anew, c.gone, err = c.Resume(r.State)
	}
	return c, err
}

// correlate runs what was found through the correlations, in order, and puts
// into final what is to be written: everything but the alerts that only serve
// correlations. Those on several events come after the others of their time.
func (s *Summary) correlate(r *Replay, c resumed, inputs []*Input, found, final *hits.Collector) error {
	kept := map[*alert.Rule]int64{}
	first := finisher{inputs: inputs, rules: found.Rules()}
	var fired, heard []*alert.Alert
	for h, err := range found.Sorted() {
		if err != nil {
			return err
		}
		alerts, err := first.alerts(&h)
		if err != nil {
			return err
		}
		heard = heard[:0]
		for _, a := range alerts {
			fired = c.Push(fired, a)
			if c.Quiet(a.Rule) {
				kept[a.Rule]++
			} else {
				heard = append(heard, a)
			}
		}
		if len(heard) > 0 {
			if err := final.Buffers[0].Add(h, heard); err != nil {
				return err
			}
		}
		if fired, err = addFired(final, fired, &s.fired); err != nil {
			return err
		}
	}
	fired, err := c.end(fired, r.SaveState)
	if err == nil {
		_, err = addFired(final, fired, &s.fired)
	}
	s.Correlations = &CorrelationSummary{Loaded: c.Len(), Raised: s.fired, Quiet: quiet(r, kept), Gone: c.gone, Stats: c.Stats()}
	for _, rule := range c.anew {
		s.Correlations.Anew = append(s.Correlations.Anew, Quiet{ID: rule.ID, Title: rule.Title, File: rule.File})
	}
	return err
}

// end closes what is open, or saves it for the next run.
func (c resumed) end(fired []*alert.Alert, save io.Writer) ([]*alert.Alert, error) {
	if save == nil {
		return c.Flush(fired), nil
	}
	fired = c.Settle(fired)
	return fired, c.Snapshot(save)
}

// addFired adds to final what correlations fired, numbered in the order in which they
// did.
func addFired(final *hits.Collector, fired []*alert.Alert, number *int64) ([]*alert.Alert, error) {
	for i, a := range fired {
		*number++
		if err := final.Buffers[0].Add(hits.Hit{Time: a.Time, Input: math.MaxInt, Seq: *number}, fired[i:i+1]); err != nil {
			return nil, err
		}
	}
	clear(fired)
	return fired[:0], nil
}

// quiet lists the rules that correlations keep quiet, in the order of the set.
func quiet(r *Replay, kept map[*alert.Rule]int64) []Quiet {
	matches := map[string]int64{}
	for rule, n := range kept {
		matches[rule.SHA256+rule.ID] += n
	}
	var all []Quiet
	for rule := range r.Rules.All() {
		own := rule.Correlation != nil
		if !r.Correlate.Base && r.Rules.Quiet(rule) && !own && !r.Rules.Helper(rule) {
			all = append(all, Quiet{rule.ID, rule.Title, rule.File, matches[rule.SHA256+rule.ID]})
		}
	}
	return all
}

// correlations says what correlations did, and what they could not.
func (t *text) correlations(s *CorrelationSummary) {
	if s == nil {
		return
	}
	t.line("", "Of these %s from %s.", come(s.Raised), plural(int64(s.Loaded), "correlation"))
	heard := slices.DeleteFunc(slices.Clone(s.Quiet), func(q Quiet) bool { return q.Matches == 0 })
	list(t, "rules that matched and that correlations keep quiet (--correlation-base makes them heard)", heard, func(q Quiet) string {
		return fmt.Sprintf("%s: %s", Rule{ID: q.ID, Title: q.Title, File: q.File}, matched(q.Matches))
	})
	list(t, "correlations that start anew, since the state is of none or of other rules", s.Anew, func(q Quiet) string {
		return Rule{ID: q.ID, Title: q.Title, File: q.File}.String()
	})
	list(t, "correlations whose state is given up, since they are not there or of other rules", s.Gone, strings.Clone)
	if s.Untimed > 0 {
		t.line("", "- %s not correlated: their events have no time", matched(s.Untimed))
	}
	if s.Late > 0 {
		t.line("", "- %s not correlated: they came too late", matched(s.Late))
	}
	list(t, "correlations that forgot something, since they hold no more", s.Bounded, func(b correlate.BoundStat) string {
		return fmt.Sprintf("%s: %s, %s (--correlation-max-groups, --correlation-max-events)", Rule{ID: b.ID, Title: b.Title, File: b.Rule.File},
			plural(b.Groups, "group"), plural(b.Events, "event"))
	})
}

func come(n int64) string {
	if n == 1 {
		return "1 comes"
	}
	return thousands(n) + " come"
}

func matched(n int64) string {
	if n == 1 {
		return "1 match"
	}
	return thousands(n) + " matches"
}
