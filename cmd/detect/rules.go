package main

import (
	"cmp"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/sink"
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
	listed := eng.Worker().Coverage().Rules
	if format == "json" {
		list := make([]*alert.Rule, len(listed))
		for i := range listed {
			list[i] = listed[i].Rule
		}
		return writeJSON(a.stdout, list)
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "LEVEL\tSTATUS\tKIND\tID\tTITLE\tFILE")
	for _, c := range listed {
		r := c.Rule
		note := ""
		if !c.Known {
			note = " (log source not known)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s%s\t%s\n", cell(r.Level), cell(r.Status), r.Kind, cell(r.ID), sink.Escape(r.Title), note, r.File)
	}
	return failed(w.Flush())
}

// cell is a text of a table, which has no empty cells.
func cell(s string) string {
	if s == "" {
		return "-"
	}
	return sink.Escape(s)
}
