package replay

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// batch is some records of one input that follow one another, not yet decoded.
type batch struct {
	*source.Batch
	in    *Input
	input int
}

// readAll reads inputs, at most n at a time, and sends them to batches.
func (r *Replay) readAll(ctx context.Context, inputs []*Input, n int, batches chan<- batch) {
	var next atomic.Int64
	var reading sync.WaitGroup
	for range n {
		reading.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(inputs) {
					return
				}
				if in := inputs[i]; in.Err == nil && in.Skipped == "" {
					r.read(ctx, i, in, batches)
				}
			}
		})
	}
	reading.Wait()
}

// read reads one input to its end and notes in it what became of it.
func (r *Replay) read(ctx context.Context, i int, in *Input, batches chan<- batch) {
	f, err := in.Open(r.Stdin, r.options()...)
	defer r.progress.finished(f, in)
	if err != nil {
		in.refuse(err)
		return
	}
	defer f.Close()
	r.progress.opened(f)
	err = send(ctx, i, in, f, batches)
	in.Finished = ctx.Err() == nil
	if err != nil && in.Finished {
		in.refuse(err)
	}
	in.firsts = f.Firsts()
	stats := f.Stats()
	in.Format, in.Records, in.Bytes, in.Losses = stats.Format, stats.Records, stats.Bytes, stats.Losses
	if in.Err == nil && slices.ContainsFunc(in.Losses, func(l source.Loss) bool { return l.Kind == cutOff }) {
		in.Err = errors.New(cutOff)
	}
}

func (r *Replay) options() []source.Option {
	opts := []source.Option{source.WithFormat(r.Format)}
	if r.Carve {
		opts = append(opts, source.WithCarve())
	}
	return opts
}

// refuse notes that the input cannot be read, unless there is nothing wrong
// with that.
func (in *Input) refuse(err error) {
	switch {
	case errors.Is(err, source.ErrUnknownFormat) && in.evidentlyNoLog():
		in.Skipped = "not a log"
	// An empty .evtx file has lost its header; other logs may well be empty.
	case errors.Is(err, source.ErrEmpty) && !strings.EqualFold(filepath.Ext(in.Path), ".evtx"):
		in.Skipped = "empty"
	default:
		in.Err = reason(in.Path, err)
	}
}

// cutOff is the kind of loss of a log that ends in the middle of a record.
const cutOff = "cut off at the end"

// send sends the batches of f until the end, an error, or the end of ctx. It
// returns when all of them have been matched.
func send(ctx context.Context, i int, in *Input, f *source.File, batches chan<- batch) error {
	seen := 0
	var ended error // the last thing that the iteration gives
	for b, err := range f.Batches(ctx) {
		switch {
		case errors.Is(err, event.ErrSkip):
			in.note(2*seen, err)
			continue
		case err != nil:
			ended = reason(in.Path, err)
			continue
		}
		seen = b.Number() + 1
		select {
		case batches <- batch{b, in, i}:
		case <-ctx.Done():
			b.Release()
			return ctx.Err()
		}
	}
	return errors.Join(ended, in.settle())
}
