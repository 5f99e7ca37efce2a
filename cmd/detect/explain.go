package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
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
			for _, name := range []string{"index", "input-format", "timezone"} {
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
			log.path = args[0]
			return a.explainEvent(c.Context(), l, set, &log, format)
		},
	}
	fl := c.Flags()
	f.register(fl)
	log.zone.register(fl)
	fl.StringVar(&rule, "rule", "", "the rule: its `ID`, its name, or its file")
	fl.UintVar(&log.index, "index", 0, "which event of the log, from 0, as alerts have it in source.index")
	fl.StringVar(&log.format, "input-format", "", "the log's `FORMAT`: "+strings.Join(inputFormats, ", ")+" (default: told from content)")
	fl.StringVar(&format, "format", "text", "text or json")
	c.MarkFlagRequired("rule")
	complete(c, "format", "text", "json")
	complete(c, "input-format", inputFormats...)
	return c
}

// explainedLog is a log and which of its events to explain.
type explainedLog struct {
	path, format string
	index        uint
	zone         zoneFlag
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
	ev, found, err := a.readLog(ctx, l, eng, log, len(picked) > 0)
	if err != nil {
		return failed(err)
	}
	traces, groups := eng.ExplainAll(ev), correlateLog(l.set.Keep(among(set)), picked, found)
	switch {
	case format == "json" && len(picked) == 0:
		return writeJSON(a.stdout, traces)
	case format == "json":
		return writeJSON(a.stdout, map[string]any{"correlations": groups, "traces": traces})
	}
	var parts []string
	for _, g := range groups {
		parts = append(parts, g.text())
	}
	for _, t := range traces {
		parts = append(parts, t.String())
	}
	_, err = io.WriteString(a.stdout, strings.Join(parts, "\n"))
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

// readLog returns one event of a log. If it is to match, it reads the whole log
// and returns the alerts on its events, too, in the order of their times.
func (a *app) readLog(ctx context.Context, l *loaded, eng *engine.Engine, log *explainedLog, match bool) (*event.Event, []*alert.Alert, error) {
	in := &replay.Input{Path: log.path}
	f, err := in.Open(interruptible(ctx, a.stdin), source.WithFormat(log.format))
	if err != nil {
		return nil, nil, unreadable(err)
	}
	defer f.Close()
	n := 0
	var one *event.Event
	var found []*alert.Alert
	for ev, err := range l.normalizer(eng, log.zone).Events(f.Records(ctx)) {
		if errors.Is(err, event.ErrSkip) {
			continue
		}
		if err != nil {
			return nil, nil, unreadable(err)
		}
		n++
		if ev.Source.Index == int64(log.index) {
			if one = ev; !match {
				break
			}
		}
		if match {
			found, _ = eng.Match(found, ev) // a rule that fails on an event does not match it
		}
	}
	if one == nil {
		return nil, nil, fmt.Errorf("%s has no event %d: it has %d, counted from 0", log.path, log.index, n)
	}
	slices.SortStableFunc(found, func(a, b *alert.Alert) int { return a.Time.Compare(b.Time) })
	return one, found, nil
}
