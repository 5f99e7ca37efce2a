package main

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/normalize/source"
)

// replayFlags are the flags of detect replay.
type replayFlags struct {
	rules    ruleFlags
	filter   filterFlags
	out      alertFlags
	input    string
	zone     zoneFlag
	workers  int
	carve    bool
	from, to timeFlag
	failOn   string
	absent   string
	strict   bool
	summary  string
	progress string
	verbose  bool
	profile  bool

	correlate correlate.Options
	state     string
}

func (a *app) replay() *cobra.Command {
	f := replayFlags{to: timeFlag{upper: true}}
	c := &cobra.Command{
		Use:   "replay [-r RULES]... [flags] PATH...",
		Short: "Run rules over logs and print the alerts",
		Long: `Replay reads logs (files, folders with everything below them, or - for standard
input), runs the rules over them, and prints the alerts in the order of the
events' times. The format of a log is told from its content: EVTX, Event XML,
JSON of many collectors, each also packed by gzip, zstd or zip.

Alerts go to standard output, everything else to standard error. The summary at
the end says what ran and what did not.

Exit status: 0 ran to the end, with alerts or without; 1 with --fail-on, when such
an alert was raised; 2 wrong usage; 3 something asked for could not be done.
Everything that can be done is done first.`,
		Example: `  detect replay Security.evtx                        # with the rules that ship
  detect replay -r rules/ -r my_rule.yml logs/       # a folder, with your own rules
  zcat export.jsonl.gz | detect replay -r rules/ -   # from a pipe
  detect replay --min-level high --from 2026-03-01 -o alerts.jsonl logs/
  detect replay --fail-on critical --format text logs/`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, paths []string) error {
			rules, err := a.load(c, &f.rules, f.valid)
			if err != nil {
				return err
			}
			return a.runReplay(c.Context(), &f, rules, paths)
		},
	}
	fl := c.Flags()
	f.rules.register(fl)
	f.filter.register(c)
	f.out.register(fl)
	fl.StringVar(&f.input, "input-format", "", "the logs' `FORMAT`: "+strings.Join(inputFormats, ", ")+" (default: told from content)")
	f.zone.register(fl)
	fl.IntVar(&f.workers, "workers", 0, "how much to do at a time (default: one for each processor)")
	fl.BoolVar(&f.carve, "carve", false, "read records that an EVTX log has given up, too; their alerts say so")
	fl.Var(&f.from, "from", "only events from this time on; UTC unless it has a zone")
	fl.Var(&f.to, "to", "only events before this time; a date alone includes the day")
	fl.StringVar(&f.failOn, "fail-on", "", "exit with 1 when an alert of this `LEVEL` or a higher one was raised")
	fl.StringVar(&f.absent, "unprovidable", "annotate", "what becomes of a rule that excludes by a field which an event can never have: annotate its alert, match or skip")
	fl.BoolVar(&f.strict, "strict", false, "exit with 3 when a rule was refused")
	fl.StringVar(&f.summary, "summary", "text", "the summary on standard error: text, json or none")
	fl.StringVar(&f.progress, "progress", "auto", "show progress on standard error: auto (on a terminal), always or never")
	fl.BoolVar(&f.profile, "profile-rules", false, "measure what every rule costs, and say so in the summary")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "leave nothing out of the summary")
	fl.BoolVar(&f.correlate.Base, "correlation-base", false, "rules raise their own alerts, too, when correlations are made of them")
	fl.IntVar(&f.correlate.MaxGroups, "correlation-max-groups", 0, "how many groups a correlation holds (default: a million)")
	fl.IntVar(&f.correlate.MaxEvents, "correlation-max-events", 0, "how many events a group holds, if its condition needs no more (default: ten thousand)")
	fl.StringVar(&f.state, "state", "", "a `FILE` that keeps what correlations know from one run to the next; it need not be there")
	complete(c, "input-format", inputFormats...)
	complete(c, "fail-on", levels...)
	complete(c, "unprovidable", "annotate", "match", "skip")
	complete(c, "summary", "text", "json", "none")
	complete(c, "progress", "auto", "always", "never")
	return c
}

var (
	inputFormats = source.Formats()
	levels       = []string{"informational", "low", "medium", "high", "critical"}
)

// valid checks what the parser of flags does not.
func (f *replayFlags) valid() error {
	if f.workers < 0 {
		return usagef("--workers is %d, must not be negative", f.workers)
	}
	if f.correlate.MaxGroups < 0 || f.correlate.MaxEvents < 0 {
		return usagef("--correlation-max-groups and --correlation-max-events must not be negative")
	}
	if !f.from.IsZero() && !f.to.IsZero() && !f.from.Before(f.to.Time) {
		return usagef("--from %s is not before --to %s", &f.from, &f.to)
	}
	return cmp.Or(
		oneOf("--input-format", f.input, unset(inputFormats)...),
		oneOf("--fail-on", f.failOn, unset(levels)...),
		oneOf("--unprovidable", f.absent, "annotate", "match", "skip"),
		oneOf("--summary", f.summary, "text", "json", "none"),
		oneOf("--progress", f.progress, "auto", "always", "never"),
		f.out.valid(),
		f.filter.valid(),
	)
}

func (a *app) runReplay(ctx context.Context, f *replayFlags, rules *loaded, paths []string) error {
	left, err := f.filter.narrow(rules)
	if err != nil {
		return err
	}
	opts := []engine.Option{engine.WithTaxonomy(rules.taxonomy), engine.WithUnprovidable(engine.Unprovidable(f.absent))}
	if f.profile {
		opts = append(opts, engine.WithClock(clock()))
	}
	eng, err := engine.New(rules.set, opts...)
	if err != nil {
		return failed(err)
	}
	out, err := a.openAlerts(&f.out)
	if err != nil {
		return failedf("--output: %w", unreadable(err))
	}
	defer out.abort()
	r := &replay.Replay{
		Engine: eng, Rules: rules.set, Normalizer: rules.normalizer(eng, f.zone),
		Workers: f.workers, Format: f.input, Carve: f.carve, From: f.from.Time, To: f.to.Time, Stdin: interruptible(ctx, a.stdin),
		Correlate: f.correlate,
	}
	saved, err := openState(f.state, r)
	if err != nil {
		return failedf("--state: %w", unreadable(err))
	}
	defer saved.Abort()
	a.log.Info().Int("rules", rules.set.Len()).Strs("paths", paths).Msg("replay starts")
	a.garbage.thrift()
	began := time.Now()
	done := a.showProgress(r, f.progress)
	inputs := replay.Expand(paths)
	s, err := r.Run(ctx, inputs, quieten(out.sink, done))
	done()
	a.logInputs(inputs)
	if errors.Is(err, correlate.ErrState) {
		return failedf("--state %s: %w", f.state, err)
	}
	if err == nil {
		err = out.commit()
	}
	if err == nil && !s.Interrupted {
		err = saved.Commit()
	}
	if err != nil {
		return failedf("writing the alerts: %w", err)
	}
	s.Elapsed, s.Rules.Shipped, s.Rules.Narrowed = time.Since(began), rules.shipped, left
	if err := a.summarize(s, f); err != nil {
		return failedf("writing the summary: %w", err)
	}
	if rules.unreadable() {
		return status(exitFailed)
	}
	return status(f.judge(s))
}

// logInputs logs what became of each input.
func (a *app) logInputs(inputs []*replay.Input) {
	for _, in := range inputs {
		a.log.Info().Str("path", in.Path).Str("format", in.Format).Int64("records", in.Records).
			Str("skipped", in.Skipped).AnErr("error", in.Err).Msg("input")
	}
}

// summarize writes the summary to standard error.
func (a *app) summarize(s *replay.Summary, f *replayFlags) error {
	a.log.Info().Int64("events", s.Events.Read).Int64("alerts", s.Alerts.Total).Dur("elapsed", s.Elapsed).Msg("replay ends")
	switch f.summary {
	case "json":
		return writeJSON(a.stderr, s)
	case "text":
		return s.Text(a.stderr, f.verbose)
	}
	return nil
}

// judge returns the exit code of a run.
func (f *replayFlags) judge(s *replay.Summary) int {
	if s.Interrupted || len(s.Inputs.Unreadable) > 0 || f.strict && len(s.Rules.Refused) > 0 {
		return exitFailed
	}
	if least, ok := alert.ParseLevel(f.failOn); ok && least != alert.NoLevel && s.Alerts.AtLeast(least) > 0 {
		return exitFindings
	}
	return exitOK
}
