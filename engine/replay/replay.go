// Package replay runs many log files through the engine and gives the alerts in
// event-time order, with a summary of what ran and of what did not.
package replay

import (
	"cmp"
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/replay/internal/hits"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/rules"
)

// Replay runs inputs through an engine. Engine and Rules are required, the zero
// values of the others are defaults. A Replay is for one Run.
type Replay struct {
	Engine *engine.Engine
	Rules  *rules.Set // what Engine was made from; the summary names what is wrong with it

	Normalizer *normalize.Normalizer // nil: normalize.New()
	Workers    int                   // how many inputs are read, and events matched, at a time; 0: one a processor
	Format     string                // forces the inputs' format; "": told from their content
	Carve      bool                  // reads records that logs have given up, too; see source.WithCarve
	From, To   time.Time             // only events in [From, To), and those without a time; a zero bound is none
	Stdin      io.Reader             // read for the input "-"
	Correlate  correlate.Options     // how correlations work
	State      io.Reader             // what correlations knew after an earlier run; nil: nothing
	SaveState  io.Writer             // takes what they know after this one, whose open windows stay open; nil: none does
	Budget     int64                 // bytes of alerts to keep in memory before using temporary files, 4 MiB a worker at least; 0: 16 MiB

	progress progress
}

const defaultBudget = 16 << 20

// Run replays inputs (see [Expand]) into out, which it does not close. Alerts
// come in event-time order, ties in input order, whatever the number of
// workers; alerts of events without a time come last.
//
// What is wrong with an input or a rule stands in the summary. An error means
// that the alerts could not be kept or written. When ctx is cancelled, Run stops
// reading, writes the alerts that it has, and the summary says so.
func (r *Replay) Run(ctx context.Context, inputs []*Input, out sink.Sink) (*Summary, error) {
	r.Normalizer = cmp.Or(r.Normalizer, normalize.New())
	known, err := r.resume()
	if err != nil {
		return nil, err
	}
	r.progress.start(inputs)
	_, takesJSON := out.(sink.Lines)
	correlates := known.Len() > 0 || r.SaveState != nil
	found := hits.New(cmp.Or(r.Budget, defaultBudget), takesJSON && !correlates, r.workers())
	defer found.Close()
	matchers, err := r.match(ctx, inputs, found)
	if err != nil {
		return nil, err
	}
	s := r.summarize(inputs, matchers)
	s.Interrupted = ctx.Err() != nil
	// What was found is written even when reading was interrupted.
	ctx = context.WithoutCancel(ctx)
	if !correlates {
		return s, s.write(ctx, inputs, found, out)
	}
	final := hits.New(cmp.Or(r.Budget, defaultBudget), takesJSON, 1)
	defer final.Close()
	if err := s.correlate(r, known, inputs, found, final); err != nil {
		return nil, err
	}
	return s, s.write(ctx, inputs, final, out)
}

// Progress says how far a Run has come. It is safe to call while it runs.
func (r *Replay) Progress() Progress { return r.progress.now() }

// workers is how many matchers there are.
func (r *Replay) workers() int { return cmp.Or(max(r.Workers, 0), runtime.GOMAXPROCS(0)) }

// match reads and matches all inputs.
func (r *Replay) match(ctx context.Context, inputs []*Input, found *hits.Collector) ([]*matcher, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	feed := feed{replay: r, inputs: inputs}
	var matching sync.WaitGroup
	matchers, errs := make([]*matcher, r.workers()), make([]error, r.workers())
	for i := range matchers {
		matching.Go(func() {
			matchers[i] = newMatcher(r, found.Buffers[i])
			errs[i] = matchers[i].run(ctx, &feed, stop)
		})
	}
	matching.Wait()
	return matchers, errors.Join(errs...)
}
