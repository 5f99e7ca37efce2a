package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
)

// described is what explain says of rules without a log.
type described struct {
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

// describe shows what the rules of set have become.
func (a *app) describe(l *loaded, set *rules.Set, format string) error {
	eng, err := engine.New(set, engine.WithTaxonomy(l.taxonomy))
	if err != nil {
		return failed(err)
	}
	d := described{Rules: eng.DescribeAll()}
	for r := range set.Correlations() {
		d.Correlations = append(d.Correlations, describeCorrelation(l.set, r))
	}
	if format == "json" {
		return writeJSON(a.stdout, d)
	}
	return failed(d.text(a.stdout))
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

func (d *described) text(w io.Writer) error {
	var parts []string
	for _, c := range d.Correlations {
		parts = append(parts, c.text())
	}
	for _, r := range d.Rules {
		parts = append(parts, r.String())
	}
	_, err := io.WriteString(w, strings.Join(parts, "\n"))
	return err
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
