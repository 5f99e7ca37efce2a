package ruletest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/rules"
)

// correlates reports whether a test is about a correlation: it names one, or
// names no rule where the file has one.
func (s *subject) correlates(t *test) bool {
	return slices.ContainsFunc(s.named, func(r *rules.Rule) bool {
		return r.Correlation != nil && (t.rule == "" || called(t.rule, r.ID, r.Name))
	})
}

// runCorrelated runs one test whose events are looked at together, in the order
// of their times. What counts is which alerts would be raised: those of
// correlations count for the event that completes them.
func (s *subject) runCorrelated(ctx context.Context, t *test, c *Case) {
	alerts, n, err := s.matches(ctx, t)
	if err != nil {
		c.Err = err
		return
	}
	slices.SortStableFunc(alerts, func(a, b *alert.Alert) int { return a.Time.Compare(b.Time) })
	var got []int
	count := func(all []*alert.Alert) {
		for _, a := range all {
			if t.rule == "" || a.Correlation != nil && called(t.rule, a.Rule.ID, a.Rule.Name) {
				got = append(got, int(a.Event.Source.Index))
			}
		}
	}
	var why strings.Builder
	// A correlation that is tested by its name is heard, though another one is
	// made of it.
	together := correlate.New(s.set, correlate.Options{Base: t.rule != ""})
	for _, a := range alerts {
		count(together.Push(nil, a))
		if !together.Quiet(a.Rule) {
			count([]*alert.Alert{a})
		}
		fmt.Fprintf(&why, "event %d at %s matches %q\n", a.Event.Source.Index, a.Time.UTC().Format(time.RFC3339Nano), a.Rule.Title)
	}
	count(together.Flush(nil))
	slices.Sort(got)
	if wrong := t.want.check(got, n); wrong != "" {
		c.Err, c.Trace = errors.New(wrong), why.String()
	}
}

// matches returns the alerts on the single events of a test, and how many events
// there are. An event without a time is a second later than the one before.
func (s *subject) matches(ctx context.Context, t *test) (all []*alert.Alert, n int, err error) {
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for ev, err := range s.events(ctx, t) {
		if err != nil {
			return nil, n, err
		}
		if now = now.Add(time.Second); !ev.Time.IsZero() {
			now = ev.Time
		}
		from := len(all)
		if all, err = s.engine.Match(all, ev); err != nil {
			return nil, n, err
		}
		for _, a := range all[from:] {
			a.Time = now
		}
		s.explain(t, ev)
		n++
	}
	return all, n, nil
}
