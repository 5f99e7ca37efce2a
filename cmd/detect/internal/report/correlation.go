package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/rules"
)

// Correlation is what the events of a log come to in one correlation.
type Correlation struct {
	RuleID string   `json:"rule_id,omitempty"`
	Title  string   `json:"title,omitempty"`
	Is     string   `json:"correlation"`
	Wants  string   `json:"wants"`
	Needs  string   `json:"needs"`
	Total  int      `json:"groups_total"`
	Fired  int      `json:"groups_fired"`
	Groups []*group `json:"groups"` // what fired and what came nearest, first

	// What was forgotten since there was too much of it: it may have been part of
	// something.
	ForgottenEvents int64 `json:"forgotten_events,omitempty"`
	ForgottenGroups int64 `json:"forgotten_groups,omitempty"`

	of    *rules.Rule
	byKey map[string]*group
}

// group is the events of one group.
type group struct {
	Group   map[string][]string    `json:"group,omitempty"`
	Events  map[string]int         `json:"events"` // by rule
	Start   time.Time              `json:"start,omitzero"`
	End     time.Time              `json:"end,omitzero"`
	Nearest *judgement             `json:"nearest,omitempty"` // to the condition; nil: nothing could be measured
	News    map[correlate.News]int `json:"news,omitempty"`    // of first_seen: events by how new their values were
	Fired   []firedAlert           `json:"fired,omitempty"`
}

// judgement is what a correlation has measured of a group at one time.
type judgement struct {
	Value  float64      `json:"value"`
	Holds  bool         `json:"holds"`
	Start  time.Time    `json:"start"`
	End    time.Time    `json:"end"`
	Events int          `json:"events"`
	Rules  []ruleEvents `json:"rules,omitempty"` // of the temporal types, in the correlation's order

	short float64 // how much is missing
}

// ruleEvents is the events of one rule.
type ruleEvents struct {
	Name  string    `json:"name"`
	Count int       `json:"count"`
	First time.Time `json:"first,omitzero"`
	Last  time.Time `json:"last,omitzero"`
}

// firedAlert is an alert of the correlation.
type firedAlert struct {
	Time  time.Time `json:"time"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Count int64     `json:"count"`
	Value float64   `json:"value"`
}

// Correlations runs the correlations of set over the alerts of a log, which are in
// the order of their times, and says what they come to in each of wanted.
func Correlations(set *rules.Set, wanted []*rules.Rule, found []*alert.Alert) []*Correlation {
	var all []*Correlation
	of := map[*rules.Correlation]*Correlation{}
	for _, r := range wanted {
		c := r.Correlation
		w := &Correlation{RuleID: r.ID, Title: r.Title, Is: c.String(), Wants: c.Words(), Needs: c.Needs(), of: r, byKey: map[string]*group{}}
		all, of[c] = append(all, w), w
	}
	c := correlate.New(set, correlate.Options{Base: true, Observe: func(j *correlate.Judgement) {
		if w := of[j.Of]; w != nil {
			w.judge(j)
		}
	}})
	var fired []*alert.Alert
	for _, base := range found {
		fired = c.Push(fired, base)
	}
	fired = c.Flush(fired)
	stats := c.Stats()
	for _, w := range all {
		for _, b := range stats.Bounded {
			if raised(b.Rule, w.of) {
				w.ForgottenEvents, w.ForgottenGroups = b.Events, b.Groups
			}
		}
		for _, a := range slices.Concat(found, fired) {
			w.add(a)
		}
		w.rank()
	}
	return all
}

// refs returns the rules whose events are correlated.
func (w *Correlation) refs() []rules.Reference {
	if w.of.Correlation.Own {
		return []rules.Reference{{Name: w.of.Named(), Rule: w.of}}
	}
	return w.of.Correlation.Rules
}

// add counts an alert of the correlation or of one of its rules.
func (w *Correlation) add(a *alert.Alert) {
	c := w.of.Correlation
	if a.Correlation != nil && raised(a.Rule, w.of) {
		g := w.group(a.Correlation.Group)
		g.Fired = append(g.Fired, firedAlert{a.Time, a.Correlation.Start, a.Correlation.End, a.Correlation.Count, alert.Finite(a.Correlation.Value)})
	}
	for i, ref := range w.refs() {
		if correlates := ref.Rule.Correlation != nil && ref.Rule != w.of; !raised(a.Rule, ref.Rule) || correlates != (a.Correlation != nil) {
			continue
		}
		values := map[string][]string{}
		for _, field := range c.GroupBy {
			values[field] = a.Exported(c.Field(i, field))
		}
		g := w.group(values)
		g.Events[ref.Name]++
		if g.Start.IsZero() || a.Time.Before(g.Start) {
			g.Start = a.Time
		}
		if a.Time.After(g.End) {
			g.End = a.Time
		}
	}
}

// raised reports whether alerts of a are those of rule r.
func raised(a *alert.Rule, r *rules.Rule) bool {
	return a.SHA256 == r.SHA256 && a.ID == r.ID && a.Title == r.Title
}

func (w *Correlation) group(values map[string][]string) *group {
	key := fmt.Sprintf("%q", values) // maps are printed in the order of their keys
	g := w.byKey[key]
	if g == nil {
		g = &group{Group: values, Events: map[string]int{}}
		w.Groups, w.byKey[key] = append(w.Groups, g), g
	}
	return g
}

// judge keeps the judgement of a group that comes nearest to the condition, of
// several the one of most events.
func (w *Correlation) judge(j *correlate.Judgement) {
	g := w.group(j.Group)
	if j.News != "" {
		if g.News == nil {
			g.News = map[correlate.News]int{}
		}
		g.News[j.News]++
		return
	}
	found := &judgement{Value: alert.Finite(j.Value), Holds: j.Holds, Start: j.Start, End: j.End, Events: j.Events, short: j.Short()}
	if g.Nearest != nil && found.compare(g.Nearest) >= 0 {
		return
	}
	for i, r := range j.Rules() {
		found.Rules = append(found.Rules, ruleEvents{w.of.Correlation.Rules[i].Name, r.Count, r.First, r.Last})
	}
	g.Nearest = found
}

// compare orders judgements, those that are nearer to the condition first.
func (j *judgement) compare(o *judgement) int {
	if j == nil || o == nil {
		return first(j != nil, o != nil)
	}
	return cmp.Or(first(j.Holds, o.Holds), cmp.Compare(j.short, o.short), o.Events-j.Events)
}

// first orders what is so before what is not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// maxGroupsShown bounds what is shown of a log.
const maxGroupsShown = 20

// rank puts the groups that tell most first and drops what is too much.
func (w *Correlation) rank() {
	slices.SortStableFunc(w.Groups, func(a, b *group) int {
		return cmp.Or(first(a.Fired != nil, b.Fired != nil), a.Nearest.compare(b.Nearest))
	})
	w.Total = len(w.Groups)
	for _, g := range w.Groups {
		if g.Fired != nil {
			w.Fired++
		}
	}
	w.Groups = w.Groups[:min(w.Total, maxGroupsShown)]
}
