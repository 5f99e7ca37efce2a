package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
)

// correlatedGroup is what the events of a log come to in one group of a
// correlation.
type correlatedGroup struct {
	Group  map[string][]string `json:"group,omitempty"`
	Events map[string]int      `json:"events"` // by rule
	Most   int                 `json:"most"`   // that lie within one timespan
	Start  time.Time           `json:"start"`
	End    time.Time           `json:"end"`
	Fired  []firedAlert        `json:"fired,omitempty"`

	times []time.Time
}

// firedAlert is an alert of the correlation.
type firedAlert struct {
	Time  time.Time `json:"time"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Count int64     `json:"count"`
	Value float64   `json:"value"`
}

// correlated runs the correlation of that id over a whole log; nil where no
// correlation is called so.
func (a *app) correlated(ctx context.Context, l *loaded, id, path, format string) ([]*correlatedGroup, error) {
	var of *rules.Rule
	for r := range l.set.Correlations() {
		if replay.Called(r, id) && !r.Correlation.Own {
			of = r
		}
	}
	if of == nil || path == "-" { // standard input is read once
		return nil, nil
	}
	set := l.set.Keep(func(r *rules.Rule) bool { return r == of })
	found, err := a.matches(ctx, l, set, path, format)
	if err != nil {
		return nil, err
	}
	c := correlate.New(set, correlate.Options{Base: true})
	groups := correlatedGroups{of: of, byKey: map[string]*correlatedGroup{}}
	var fired []*alert.Alert
	for _, base := range found {
		groups.add(base)
		fired = c.Push(fired, base)
	}
	for _, f := range c.Flush(fired) {
		groups.add(f)
		groups.fire(f)
	}
	return groups.done(), nil
}

// matches returns the alerts of a log on single events, by time.
func (a *app) matches(ctx context.Context, l *loaded, set *rules.Set, path, format string) ([]*alert.Alert, error) {
	eng, err := engine.New(set, engine.WithTaxonomy(l.taxonomy))
	if err != nil {
		return nil, err
	}
	in := &replay.Input{Path: path}
	f, err := in.Open(a.stdin, source.WithFormat(format))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var found []*alert.Alert
	for ev, err := range normalize.New(normalize.WithTaxonomy(l.taxonomy), normalize.WithDerived(l.accounts)).Events(f.Records(ctx)) {
		if errors.Is(err, event.ErrSkip) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found, _ = eng.Match(found, ev) // a rule that fails on an event does not match it
	}
	slices.SortStableFunc(found, func(a, b *alert.Alert) int { return a.Time.Compare(b.Time) })
	return found, nil
}

// correlatedGroups collects the groups of a correlation.
type correlatedGroups struct {
	of    *rules.Rule
	all   []*correlatedGroup
	byKey map[string]*correlatedGroup
}

// add counts an alert of one of the correlation's rules.
func (g *correlatedGroups) add(a *alert.Alert) {
	c := g.of.Correlation
	for i, ref := range c.Rules {
		if ref.Rule.SHA256 != a.Rule.SHA256 || ref.Rule.ID != a.Rule.ID || ref.Rule.Title != a.Rule.Title {
			continue
		}
		values := map[string][]string{}
		for _, field := range c.GroupBy {
			values[field] = a.Exported(c.Field(i, field))
		}
		group := g.group(values)
		group.Events[ref.Name]++
		group.times = append(group.times, a.Time)
	}
}

func (g *correlatedGroups) group(values map[string][]string) *correlatedGroup {
	key := fmt.Sprintf("%q", values) // maps are printed in the order of their keys
	group := g.byKey[key]
	if group == nil {
		group = &correlatedGroup{Group: values, Events: map[string]int{}}
		g.all, g.byKey[key] = append(g.all, group), group
	}
	return group
}

// fire notes an alert of the correlation.
func (g *correlatedGroups) fire(a *alert.Alert) {
	if a.Rule.SHA256 == g.of.SHA256 && a.Rule.ID == g.of.ID && a.Rule.Title == g.of.Title && a.Correlation != nil {
		group := g.group(a.Correlation.Group)
		group.Fired = append(group.Fired, firedAlert{a.Time, a.Correlation.Start, a.Correlation.End, a.Correlation.Count, a.Correlation.Value})
	}
}

// done works out what the groups come to.
func (g *correlatedGroups) done() []*correlatedGroup {
	for _, group := range g.all {
		if len(group.times) == 0 {
			continue
		}
		slices.SortFunc(group.times, time.Time.Compare)
		group.Start, group.End = group.times[0], group.times[len(group.times)-1]
		first := 0
		for last, t := range group.times {
			for span := g.of.Correlation.Timespan; span > 0 && t.Sub(group.times[first]) > span; {
				first++
			}
			group.Most = max(group.Most, last-first+1)
		}
	}
	return g.all
}

// maxGroupsShown bounds what people are shown of a log.
const maxGroupsShown = 50

// writeGroups shows groups for people.
func writeGroups(w io.Writer, c *rules.Correlation, groups []*correlatedGroup) {
	if len(groups) == 0 {
		fmt.Fprintf(w, "no event of the log satisfies one of its rules\n\n")
	}
	for i, g := range groups {
		if i == maxGroupsShown {
			fmt.Fprintf(w, "and %d more groups\n\n", len(groups)-i)
			return
		}
		var names []string
		for _, field := range c.GroupBy {
			names = append(names, sink.Escape(field+"="+strings.Join(g.Group[field], ",")))
		}
		if names == nil {
			names = []string{"of all events"}
		}
		fmt.Fprintf(w, "group %s\n", strings.Join(names, " "))
		for _, ref := range c.Rules {
			fmt.Fprintf(w, "  %s: %d\n", sink.Escape(ref.Name), g.Events[ref.Name])
		}
		fmt.Fprintf(w, "  from %s to %s\n", g.Start.Format(time.RFC3339Nano), g.End.Format(time.RFC3339Nano))
		for _, f := range g.Fired {
			fmt.Fprintf(w, "  fired %s: %d events, value %v, window %s to %s\n", f.Time.Format(time.RFC3339Nano), f.Count, f.Value, f.Start.Format(time.RFC3339Nano), f.End.Format(time.RFC3339Nano))
		}
		if len(g.Fired) == 0 {
			fmt.Fprintf(w, "  did not fire: no more than %d within %s\n", g.Most, rules.Timespan(c.Timespan))
		}
		fmt.Fprintln(w)
	}
}
