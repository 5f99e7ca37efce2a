package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

func (a *app) rules() *cobra.Command {
	var f ruleFlags
	var filter filterFlags
	var format string
	c := &cobra.Command{
		Use:   "rules [-r RULES]... [flags]",
		Short: "List the rules",
		Long: `Rules lists the rules that replay would run with the same flags. Those that are
refused are not among them; detect check explains why.`,
		Example: `  detect rules
  detect rules -r rules/ --min-level high --tag 'attack.t1552*'
  detect rules -r rules/ --format json | jq -r '.[].id'`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			l, err := a.load(c, &f, func() error {
				return cmp.Or(oneOf("--format", format, "text", "json"), filter.valid())
			})
			if err != nil {
				return err
			}
			if _, err := filter.narrow(l); err != nil {
				return err
			}
			if err := a.listRules(l, format); err != nil || !l.unreadable() {
				return err
			}
			return failed(l.set.Err())
		},
	}
	f.register(c.Flags())
	filter.register(c)
	c.Flags().StringVar(&format, "format", "text", "text or json")
	complete(c, "format", "text", "json")
	return c
}

func (a *app) listRules(l *loaded, format string) error {
	eng, err := engine.New(l.set, engine.WithTaxonomy(l.taxonomy))
	if err != nil {
		return failed(err)
	}
	if format == "json" {
		return writeJSON(a.stdout, listJSON(l.set, eng))
	}
	listed := eng.Worker().Coverage().Rules
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LEVEL\tSTATUS\tKIND\tID\tLOG SOURCE\tTITLE\tFILE")
	row := func(r *rules.Rule, kind, note string) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s%s\t%s\n", cell(r.Level), cell(r.Status), kind, cell(r.ID), cell(r.Logsource.String()), sink.Escape(r.Title), sink.Escape(note), r.File)
	}
	i := 0
	for r := range l.set.All() {
		row(r, r.Kind, notes(l.set, r, listed[i].Known))
		i++
	}
	for r := range l.set.Correlations() {
		row(r, rules.KindCorrelation, " ("+brief(r.Correlation)+")"+changed(r))
	}
	for r := range l.set.Filters() {
		row(r, r.Kind, "")
	}
	return failed(w.Flush())
}

// brief is what a correlation wants, as far as a table has room for it.
func brief(c *rules.Correlation) string {
	const room = 80
	what := []rune(c.String())
	if len(what) > room {
		return string(what[:room]) + "…"
	}
	return string(what)
}

// notes says what else there is to know of a rule.
func notes(set *rules.Set, r *rules.Rule, known bool) string {
	note := ""
	if !known {
		note += " (log source not known)"
	}
	if set.Quiet(r) {
		note += " (quiet: for a correlation)"
	}
	if r.Written != nil {
		note += fmt.Sprintf(" (written for %s)", r.Written)
	}
	note += changed(r)
	for _, f := range r.Filters {
		note += fmt.Sprintf(" (filter %q)", f.Named())
	}
	return note
}

// changed names the steps of pipelines that changed r, as far as a table has
// room for them.
func changed(r *rules.Rule) string {
	const room = 3
	var steps []string
	for i, c := range r.Changes {
		if i == room {
			steps = append(steps, fmt.Sprintf("and %d more", len(r.Changes)-i))
			break
		}
		steps = append(steps, c.Name())
	}
	if steps == nil {
		return ""
	}
	return " (changed by " + strings.Join(steps, ", ") + ")"
}

// listedRule is a rule of the list as JSON has it.
type listedRule struct {
	*alert.Rule
	Quiet       bool                `json:"quiet,omitempty"`
	Written     *taxonomy.Logsource `json:"written_logsource,omitempty"` // where a pipeline has given it another one
	Sees        []string            `json:"sees,omitempty"`              // the kinds of events that its log source stands for
	Changes     []rules.Change      `json:"changes,omitempty"`           // by pipelines
	Correlation string              `json:"correlation,omitempty"`
}

func listJSON(set *rules.Set, eng *engine.Engine) []listedRule {
	list := []listedRule{}
	listed := eng.Worker().Coverage().Rules
	for i, d := range eng.DescribeAll() {
		r := listedRule{Rule: listed[i].Rule, Written: d.Written, Changes: d.Changes}
		for _, s := range d.Sees {
			r.Sees = append(r.Sees, s.Source)
		}
		list = append(list, r)
	}
	i := 0
	for r := range set.All() {
		list[i].Quiet = set.Quiet(r)
		i++
	}
	for r := range set.Correlations() {
		list = append(list, listedRule{
			Rule:  &alert.Rule{ID: r.ID, Title: r.Title, Name: r.Name, Kind: rules.KindCorrelation, Level: r.Level, Status: r.Status, Description: r.Description, Tags: r.Tags, File: r.File, SHA256: r.SHA256},
			Quiet: set.Quiet(r), Correlation: r.Correlation.String(), Changes: r.Changes,
		})
	}
	for r := range set.Filters() {
		list = append(list, listedRule{Rule: &alert.Rule{ID: r.ID, Title: r.Title, Kind: r.Kind, Description: r.Description, File: r.File, SHA256: r.SHA256}})
	}
	return list
}

// cell is a text of a table, which has no empty cells.
func cell(s string) string {
	if s == "" {
		return "-"
	}
	return sink.Escape(s)
}
