package replay

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// batch is some records of one input that follow one another, not yet decoded.
type batch struct {
	*source.Batch
	in    *Input
	input int
}

// sequence is the place of a record in its input. Which record of the input it
// is in all, its index, is not known before the batches in front are decoded.
func sequence(batch int, index int64) int64 { return int64(batch)<<batchBits + index }

// index returns the index of the record at seq, when all batches are decoded.
func (in *Input) index(seq int64) int64 {
	return in.firsts[seq>>batchBits] + seq&(1<<batchBits-1)
}

const batchBits = 24

// reader is an input that is being read, by several goroutines in turn.
type reader struct {
	replay *Replay
	in     *Input
	input  int
	users  int // how many take batches; the feed's

	mu    sync.Mutex
	file  *source.File // nil before the first batch
	next  func() (*source.Batch, error, bool)
	stop  func()
	seen  int   // batches
	ended error // the last thing that reading gave
	done  bool
}

// batch reads the next batch, which must be released before the next call on the same
// goroutine. At the end, at an error, or when ctx is done, it returns false, after all
// batches have been released, and has noted in the input what became of it.
func (r *reader) batch(ctx context.Context) (batch, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.done || r.file == nil && !r.open(ctx) {
		return batch{}, false
	}
	for ctx.Err() == nil {
		b, err, ok := r.next()
		if !ok {
			break
		}
		switch {
		case errors.Is(err, event.ErrSkip):
			r.in.note(2*r.seen, err)
		case err != nil:
			r.ended = reason(r.in.Path, err)
		default:
			r.seen = b.Number() + 1
			return batch{b, r.in, r.input}, true
		}
	}
	r.finish(ctx)
	return batch{}, false
}

func (r *reader) open(ctx context.Context) bool {
	f, err := r.in.Open(r.replay.Stdin, r.replay.options()...)
	if err != nil {
		r.in.refuse(err)
		r.done = true
		r.replay.progress.finished(f, r.in)
		return false
	}
	r.file = f
	r.next, r.stop = iter.Pull2(f.Batches(ctx))
	r.replay.progress.opened(f)
	return true
}

// finish notes what became of the input and closes it.
func (r *reader) finish(ctx context.Context) {
	r.done = true
	r.stop() // waits for the batches of others
	r.file.Close()
	in := r.in
	defer r.replay.progress.finished(r.file, in)
	in.Finished = ctx.Err() == nil
	if err := errors.Join(r.ended, in.settle()); err != nil && in.Finished {
		in.refuse(err)
	}
	in.firsts = r.file.Firsts()
	in.count(r.file.Stats())
}

// count notes what was read of the input.
func (in *Input) count(s source.Stats) {
	in.Format, in.Records, in.Bytes, in.Losses = s.Format, s.Records, s.Bytes, s.Losses
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
