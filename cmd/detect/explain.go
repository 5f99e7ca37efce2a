package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
)

func (a *app) explain() *cobra.Command {
	var f ruleFlags
	var rule, input, format string
	var index uint
	var zone zoneFlag
	c := &cobra.Command{
		Use:   "explain --rule ID|FILE [flags] [LOG]",
		Short: "Say why a rule matches an event, or why not",
		Long: `Explain evaluates a rule on one event of a log and shows what every part of its
condition said: yes, no, or n/a where it did not apply, because the log source is
another or the event has no such field.

Without a LOG it shows what the rule has become: what pipelines changed, which
filters narrow it, its condition, and the kinds of events that it sees, with
their own names for its fields, and those that they lack.`,
		Example: `  detect explain --rule my_rule.yml
  detect explain --rule my_rule.yml Security.evtx
  detect explain -r rules/ --rule 4f7a3c1e-9d2b-4c68-8e51-0b6a7d3f2c19 --index 3 Security.evtx
  detect explain --rule kc_08_sensitive_template_export --format json event.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if _, err := os.Stat(rule); err == nil {
				f.paths, rule = []string{rule}, ""
			} else if ext := strings.ToLower(filepath.Ext(rule)); ext == ".yml" || ext == ".yaml" {
				return failed(err) // no id looks like that
			}
			for _, name := range []string{"index", "input-format", "timezone"} {
				if len(args) == 0 && c.Flags().Changed(name) {
					return usagef("--%s is for a LOG, and none is given", name)
				}
			}
			l, err := a.load(c, &f, func() error {
				return cmp.Or(oneOf("--format", format, "text", "json"), oneOf("--input-format", input, unset(inputFormats)...))
			})
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return a.describe(l, rule, format)
			}
			ev, err := a.event(c.Context(), l, zone, args[0], input, index)
			if err != nil {
				return failed(err)
			}
			groups, err := a.correlated(c.Context(), l, rule, args[0], input)
			if err != nil {
				return failed(err)
			}
			return a.explainEvent(l, rule, ev, format, groups)
		},
	}
	fl := c.Flags()
	f.register(fl)
	zone.register(fl)
	fl.StringVar(&rule, "rule", "", "the rule: its `ID`, its name, or its file")
	fl.UintVar(&index, "index", 0, "which event of the log, from 0, as alerts have it in source.index")
	fl.StringVar(&input, "input-format", "", "the log's `FORMAT`: "+strings.Join(inputFormats, ", ")+" (default: told from content)")
	fl.StringVar(&format, "format", "text", "text or json")
	c.MarkFlagRequired("rule")
	complete(c, "format", "text", "json")
	complete(c, "input-format", inputFormats...)
	return c
}

// event returns one event of a log.
func (a *app) event(ctx context.Context, l *loaded, zone zoneFlag, path, format string, index uint) (*event.Event, error) {
	in := &replay.Input{Path: path}
	f, err := in.Open(interruptible(ctx, a.stdin), source.WithFormat(format))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	n := 0
	norm := normalize.New(normalize.WithTaxonomy(l.taxonomy), normalize.WithZone(zone.zone), normalize.WithDerived(l.accounts))
	for ev, err := range norm.Events(f.Records(ctx)) {
		switch {
		case errors.Is(err, event.ErrSkip):
			continue
		case err != nil:
			return nil, err
		case ev.Source.Index == int64(index):
			return ev, nil
		}
		n++
	}
	return nil, fmt.Errorf("%s has no event %d: it has %d, counted from 0", path, index, n)
}

// explainEvent prints what the rule says of ev; an empty id means all rules.
func (a *app) explainEvent(l *loaded, id string, ev *event.Event, format string, groups []*correlatedGroup) error {
	eng, err := engine.New(l.set, engine.WithTaxonomy(l.taxonomy))
	if err != nil {
		return failed(err)
	}
	// A correlation is explained by the rules that it is made of.
	var of *rules.Rule
	for r := range l.set.Correlations() {
		if replay.Called(r, id) && !r.Correlation.Own {
			of = r
		}
	}
	if of != nil {
		l.set, id = l.set.Keep(func(r *rules.Rule) bool { return r == of }), ""
		if eng, err = engine.New(l.set, engine.WithTaxonomy(l.taxonomy)); err != nil {
			return failed(err)
		}
	}
	traces := eng.ExplainAll(ev)
	if id != "" {
		one, err := eng.Explain(id, ev)
		if err != nil {
			return failed(err)
		}
		traces = []*engine.Trace{one}
	}
	switch {
	case format == "json" && of != nil:
		return writeJSON(a.stdout, map[string]any{"correlation": of.Correlation.String(), "groups": groups, "traces": traces})
	case format == "json":
		return writeJSON(a.stdout, traces)
	}
	for r := range l.set.Correlations() {
		if id == "" || replay.Called(r, id) {
			fmt.Fprintf(a.stdout, "correlation %q: %s\n\n", r.Named(), sink.Escape(r.Correlation.String()))
		}
		if r == of {
			writeGroups(a.stdout, of.Correlation, groups)
		}
	}
	for i, t := range traces {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		if _, err := t.WriteTo(a.stdout); err != nil {
			return failed(err)
		}
	}
	return nil
}
