package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
)

// Description is what rules have become.
type Description struct {
	Correlations []*describedCorrelation `json:"correlations,omitempty"`
	Rules        []*engine.Description   `json:"rules"` // of correlations the rules that they are made of, too
}

// describedCorrelation is a correlation, or the one that an aggregation means.
type describedCorrelation struct {
	RuleID  string         `json:"rule_id,omitempty"`
	Title   string         `json:"title,omitempty"`
	File    string         `json:"file"`
	Line    int            `json:"line"`
	Own     bool           `json:"own,omitempty"` // its rule counts its own events, by an aggregation in its condition
	Is      string         `json:"is"`
	Wants   string         `json:"wants"` // the same in words
	GroupBy []string       `json:"group_by,omitempty"`
	Span    string         `json:"timespan,omitempty"`
	Rules   []describedRef `json:"of,omitempty"`
	Changes []rules.Change `json:"changes,omitempty"`
}

// describedRef is a rule that a correlation is made of.
type describedRef struct {
	Name    string            `json:"name"`
	RuleID  string            `json:"rule_id,omitempty"`
	Title   string            `json:"title,omitempty"`
	Aliases map[string]string `json:"aliases,omitempty"` // what its events call the correlation's fields, where that differs
	Quiet   bool              `json:"quiet,omitempty"`   // raises no alert of its own
}

// Describe says what those rules of set that are in part have become, which eng
// was made of.
func Describe(eng *engine.Engine, set, part *rules.Set) *Description {
	d := &Description{Rules: eng.DescribeAll()}
	for r := range part.Correlations() {
		d.Correlations = append(d.Correlations, describeCorrelation(set, r))
	}
	return d
}

func describeCorrelation(set *rules.Set, r *rules.Rule) *describedCorrelation {
	c := r.Correlation
	d := &describedCorrelation{
		RuleID: r.ID, Title: r.Title, File: r.File, Line: r.Line, Own: c.Own,
		Is: c.String(), Wants: c.Words(), GroupBy: c.GroupBy, Changes: r.Changes,
	}
	if c.Timespan > 0 {
		d.Span = rules.Timespan(c.Timespan)
	}
	for i, ref := range c.Rules {
		of := describedRef{Name: ref.Name, RuleID: ref.Rule.ID, Title: ref.Rule.Title, Quiet: set.Quiet(ref.Rule), Aliases: map[string]string{}}
		for _, field := range c.Reads() {
			if own := c.Field(i, field); own != field {
				of.Aliases[field] = own
			}
		}
		d.Rules = append(d.Rules, of)
	}
	return d
}

// Text shows it for people.
func (d *Description) Text() string {
	var parts []string
	for _, c := range d.Correlations {
		parts = append(parts, c.text())
	}
	for _, r := range d.Rules {
		parts = append(parts, r.String())
	}
	return strings.Join(parts, "\n")
}

func (d *describedCorrelation) text() string {
	var b strings.Builder
	line := func(format string, args ...any) { b.WriteString(sink.Escape(fmt.Sprintf(format, args...)) + "\n") }
	what := "correlation"
	if d.Own {
		what = "aggregation of rule"
	}
	line("%s %q (%s) in %s:%d", what, d.Title, d.RuleID, d.File, d.Line)
	line("  is %s", d.Is)
	line("  wants %s", d.Wants)
	if !d.Own { // the rule itself shows them
		for _, change := range d.Changes {
			line("  changed by %s", change)
		}
	}
	for _, ref := range d.Rules {
		quiet := ""
		if ref.Quiet {
			quiet = ", which raises no alert of its own"
		}
		line("  of %s: rule %q (%s)%s", ref.Name, ref.Title, ref.RuleID, quiet)
		for _, field := range slices.Sorted(maps.Keys(ref.Aliases)) {
			line("    calls %s %s", field, ref.Aliases[field])
		}
	}
	return b.String()
}
