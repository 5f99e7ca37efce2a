package main

import (
	"cmp"
	"context"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/cmd/detect/internal/report"
	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/rules"
)

func (a *app) explain() *cobra.Command {
	var f ruleFlags
	var rule, format string
	var log explainedLog
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
			for _, name := range []string{"index", "record", "input-format", "timezone"} {
				if len(args) == 0 && c.Flags().Changed(name) {
					return usagef("--%s is for a LOG, and none is given", name)
				}
			}
			picked, err := f.pick(rule)
			if err != nil {
				return err
			}
			l, err := a.load(c, &f, func() error {
				return cmp.Or(oneOf("--format", format, "text", "json"), oneOf("--input-format", log.format, unset(inputFormats)...))
			})
			if err != nil {
				return err
			}
			set := l.set.Keep(picked)
			switch {
			case set.Len() == 0:
				return failed(l.noSuchRule(rule))
			case len(args) == 0:
				return a.describe(l, set, format)
			}
			log.path, log.named = args[0], c.Flags().Changed("index") || c.Flags().Changed("record")
			return a.explainEvent(c.Context(), l, set, &log, format)
		},
	}
	fl := c.Flags()
	f.register(fl)
	log.zone.register(fl)
	fl.StringVar(&rule, "rule", "", "the rule: its `ID`, its name, or its file")
	fl.UintVar(&log.index, "index", 0, "which event of the log, from 0, as alerts have it in source.index")
	fl.Uint64Var(&log.record, "record", 0, "which event of the log, by the `NUMBER` of its record, as alerts have it in event.record_id")
	fl.StringVar(&log.format, "input-format", "", "the log's `FORMAT`: "+strings.Join(inputFormats, ", ")+" (default: told from content)")
	fl.StringVar(&format, "format", "text", "text or json")
	c.MarkFlagRequired("rule")
	complete(c, "format", "text", "json")
	complete(c, "input-format", inputFormats...)
	return c
}

// pick returns what picks the rules that are called rule or stand in that file
// or folder, which is loaded with the others.
func (f *ruleFlags) pick(rule string) (func(*rules.Rule) bool, error) {
	info, err := os.Stat(rule)
	switch ext := strings.ToLower(filepath.Ext(rule)); {
	case err == nil:
		f.paths = append([]string{rule}, f.paths...)
		below := filepath.Clean(rule) + string(filepath.Separator)
		return func(r *rules.Rule) bool {
			return r.File == rule || info.IsDir() && strings.HasPrefix(r.File, below)
		}, nil
	case ext == ".yml" || ext == ".yaml": // no id looks like that
		return nil, failed(unreadable(err))
	}
	return func(r *rules.Rule) bool { return replay.Called(r, rule) }, nil
}

// describe shows what the rules of set have become.
func (a *app) describe(l *loaded, set *rules.Set, format string) error {
	eng, err := engine.New(set, engine.WithTaxonomy(l.taxonomy))
	if err != nil {
		return failed(err)
	}
	d := report.Describe(eng, l.set, set)
	if format == "json" {
		return writeJSON(a.stdout, d)
	}
	_, err = io.WriteString(a.stdout, d.Text())
	return failed(err)
}

// explainEvent prints what the rules of set say of one event, and what the
// correlations that were picked make of the whole log.
func (a *app) explainEvent(ctx context.Context, l *loaded, set *rules.Set, log *explainedLog, format string) error {
	var picked []*rules.Rule
	for r := range set.Correlations() {
		if !set.Helper(r) {
			picked = append(picked, r)
		}
	}
	eng, err := engine.New(set, engine.WithTaxonomy(l.taxonomy))
	if err != nil {
		return failed(err)
	}
	read, err := a.readLog(ctx, l, eng, log, len(picked) > 0)
	if err != nil {
		return failed(err)
	}
	traces, groups := eng.ExplainAll(read.event), report.Correlations(l.set.Keep(among(set)), picked, read.alerts)
	switch {
	case format == "json" && len(picked) == 0:
		err = writeJSON(a.stdout, traces)
	case format == "json":
		err = writeJSON(a.stdout, map[string]any{"correlations": groups, "traces": traces})
	default:
		err = a.explainText(traces, groups, read)
	}
	return cmp.Or(err, failed(read.ended))
}

func (a *app) explainText(traces []*engine.Trace, groups []*report.Correlation, read *logRead) error {
	var parts []string
	for _, g := range groups {
		parts = append(parts, g.Text())
	}
	for i, t := range traces {
		parts = append(parts, t.String()+read.elsewhere(i, t))
	}
	_, err := io.WriteString(a.stdout, strings.Join(parts, "\n"))
	return failed(err)
}

// among picks the rules of set for themselves: none is there for others only.
func among(set *rules.Set) func(*rules.Rule) bool {
	in := map[*rules.Rule]bool{}
	for _, all := range []iter.Seq[*rules.Rule]{set.All(), set.Correlations()} {
		for r := range all {
			in[r] = true
		}
	}
	return func(r *rules.Rule) bool { return in[r] }
}
