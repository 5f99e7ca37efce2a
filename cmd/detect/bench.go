package main

import (
	"cmp"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
)

// benchFlags are the flags of detect bench.
type benchFlags struct {
	rules  ruleFlags
	filter filterFlags
	input  string
	format string
	passes int
	zone   zoneFlag
}

func (a *app) bench() *cobra.Command {
	var f benchFlags
	c := &cobra.Command{
		Use:   "bench [-r RULES]... [flags] PATH...",
		Short: "Measure how fast logs are read and matched",
		Long: `Bench does with logs what replay does, on one goroutine, and says how long each
step takes: reading, decoding, normalising, matching with the making of alerts,
and writing those as JSON lines, which are thrown away. The first pass over the
logs compiles what their events need and is not counted; of the others the
fastest is shown. Latencies are of each event in the pass that was fastest with
it. Correlations are left out: the rules that they are made of raise alerts.

Exit status: 0, or 3 when a log could not be read.`,
		Example: `  detect bench -r rules/ Security.evtx
  detect bench -r rules/ --passes 10 --format json export.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, paths []string) error {
			if i := slices.IndexFunc(paths, isStream); i >= 0 {
				return usagef("bench reads the logs several times, which %s cannot be: give it a file", cmp.Or(strings.TrimPrefix(paths[i], replay.Stdin), "standard input"))
			}
			rules, err := a.load(c, &f.rules, f.valid)
			if err != nil {
				return err
			}
			return a.runBench(c.Context(), &f, rules, paths)
		},
	}
	f.rules.register(c.Flags())
	f.filter.register(c)
	f.zone.register(c.Flags())
	c.Flags().StringVar(&f.input, "input-format", "", "the logs' `FORMAT`: "+strings.Join(inputFormats, ", ")+" (default: told from content)")
	c.Flags().StringVar(&f.format, "format", "text", "text or json")
	c.Flags().IntVar(&f.passes, "passes", 3, "how many passes over the logs are measured")
	complete(c, "input-format", inputFormats...)
	complete(c, "format", "text", "json")
	return c
}

// isStream reports whether what path leads to is gone when it was read: a pipe, say.
func isStream(path string) bool {
	info, err := os.Stat(path)
	return path == replay.Stdin || err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

func (f *benchFlags) valid() error {
	if f.passes < 1 {
		return usagef("--passes is %d, must be positive", f.passes)
	}
	return cmp.Or(
		oneOf("--input-format", f.input, unset(inputFormats)...),
		oneOf("--format", f.format, "text", "json"),
		f.filter.valid(),
	)
}

func (a *app) runBench(ctx context.Context, f *benchFlags, rules *loaded, paths []string) error {
	if _, err := f.filter.narrow(rules); err != nil {
		return err
	}
	eng, err := engine.New(rules.set, engine.WithTaxonomy(rules.taxonomy))
	if err != nil {
		return failed(err)
	}
	best, err := a.measure(ctx, f, rules, eng, paths)
	if err != nil {
		return failed(err)
	}
	if f.format == "json" {
		err = writeJSON(a.stdout, best)
	} else {
		err = best.Text(a.stdout)
	}
	if err == nil && len(best.Inputs) > 0 {
		return status(exitFailed)
	}
	return failed(err)
}

// measure returns the timing of the fastest pass.
func (a *app) measure(ctx context.Context, f *benchFlags, rules *loaded, eng *engine.Engine, paths []string) (*replay.Timing, error) {
	var best *replay.Timing
	b := replay.Bench{Replay: replay.Replay{Engine: eng, Rules: rules.set, Format: f.input}, Now: clock()}
	for i := range f.passes + 1 {
		b.Normalizer = rules.normalizer(eng, f.zone)
		t, err := b.Measure(ctx, replay.Expand(paths), sink.JSONL(io.Discard))
		if err != nil {
			return nil, err
		}
		a.log.Info().Int("pass", i).Dur("took", t.Total().Round(time.Microsecond)).Msg("bench")
		if i == 1 || best != nil && t.Total() < best.Total() {
			best = t
		}
		if i > 0 {
			best.Latency = t.Latency
		}
	}
	return best, nil
}
