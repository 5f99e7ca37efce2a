package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/cmd/detect/internal/report"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

func (a *app) normalize() *cobra.Command {
	var input string
	var explain bool
	var zone zoneFlag
	c := &cobra.Command{
		Use:   "normalize [flags] PATH...",
		Short: "Print the normalised events of logs as JSON lines",
		Long: `Normalize shows what rules see: each event of the logs as one JSON object on a
line, in the order of the logs, under the names that Windows and Sigma use,
with the rendered values in data and the original ones in raw. With --explain it
shows for people which collector's form was recognised, and where in the log each
value came from.

Exit status: 0, or 3 when a log could not be read; all others are printed first.`,
		Example: `  detect normalize Security.evtx
  detect normalize export.jsonl | jq 'select(.event.event_id == 5059)'
  wevtutil qe Security /f:xml | detect normalize -`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, paths []string) error {
			if err := oneOf("--input-format", input, unset(inputFormats)...); err != nil {
				return err
			}
			n := normalizer{app: a, format: input, explain: explain, normalizer: normalize.New(normalize.WithZone(zone.zone)), w: bufio.NewWriter(a.stdout)}
			return n.run(c.Context(), replay.Expand(paths))
		},
	}
	c.Flags().StringVar(&input, "input-format", "", "the logs' `FORMAT`: "+strings.Join(inputFormats, ", ")+" (default: told from content)")
	zone.register(c.Flags())
	c.Flags().BoolVar(&explain, "explain", false, "tell of each event which collector's form it has, and of each value where it came from")
	complete(c, "input-format", inputFormats...)
	return c
}

// normalizer prints the events of inputs.
type normalizer struct {
	*app
	format     string
	explain    bool
	normalizer *normalize.Normalizer
	w          *bufio.Writer
	failed     bool // some input could not be read to its end
}

func (n *normalizer) run(ctx context.Context, inputs []*replay.Input) error {
	for _, in := range inputs {
		if in.Skipped != "" {
			n.say("%s: skipped: %s", in.Path, in.Skipped)
			continue
		}
		err := n.input(ctx, in)
		if n.stdout.err != nil || ctx.Err() != nil {
			break
		}
		if err != nil {
			n.failed = true
			n.say("%v", err)
		}
	}
	if err := n.w.Flush(); err != nil {
		return failedf("writing the events: %w", err)
	}
	if n.failed || ctx.Err() != nil {
		return status(exitFailed)
	}
	return nil
}

func (n *normalizer) say(format string, args ...any) {
	fmt.Fprintln(n.stderr, "detect:", sink.Escape(fmt.Sprintf(format, args...)))
}

// input prints the events of one input.
func (n *normalizer) input(ctx context.Context, in *replay.Input) error {
	if in.Err != nil {
		return unreadable(&fs.PathError{Op: "open", Path: in.Path, Err: in.Err})
	}
	f, err := in.Open(interruptible(ctx, n.stdin), source.WithFormat(n.format))
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	var lost int
	var first error
	defer func() {
		if lost > 0 {
			n.say("%s: records lost: %d, the first: %s", in.Path, lost, strings.TrimPrefix(first.Error(), in.Path+": "))
		}
	}()
	for rec, err := range f.Records(ctx) {
		var line []byte
		if err == nil {
			line, err = n.line(rec)
		}
		switch {
		case errors.Is(err, event.ErrSkip):
			lost, first = lost+1, cmp.Or(first, err)
			continue
		case err != nil:
			return unreadable(err)
		}
		n.w.Write(line)
		if err := n.w.WriteByte('\n'); err != nil {
			return err
		}
	}
	return nil
}

// line returns what is printed for a record.
func (n *normalizer) line(rec *event.Record) ([]byte, error) {
	if n.explain {
		x, err := n.normalizer.Explain(rec)
		if err != nil {
			return nil, err
		}
		return report.Event(x), nil
	}
	ev, err := n.normalizer.Event(rec)
	if err != nil {
		return nil, err
	}
	return alert.MarshalEvent(ev)
}
