package engine

import (
	"context"
	"errors"
	"iter"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// batch is some events in a row and what came of them, in the same order.
type batch struct {
	inputs  []input
	results []result
	alerts  []*alert.Alert // scratch
	done    chan struct{}  // gets a token when results are complete
}

// input is an event or the error that stands in its place.
type input struct {
	event *event.Event
	err   error
}

type result struct {
	alert *alert.Alert
	err   error
}

func newBatch(size int) *batch {
	return &batch{inputs: make([]input, 0, size), done: make(chan struct{}, 1)}
}

func (b *batch) add(ev *event.Event, err error) { b.inputs = append(b.inputs, input{ev, err}) }

func (b *batch) run(w *Worker) {
	for _, in := range b.inputs {
		if in.err != nil {
			b.results = append(b.results, result{nil, in.err})
			continue
		}
		var err error
		b.alerts, err = w.Match(b.alerts[:0], in.event)
		for _, a := range b.alerts {
			b.results = append(b.results, result{a, nil})
		}
		if err != nil {
			b.results = append(b.results, result{nil, err})
		}
	}
}

func (b *batch) yieldTo(yield func(*alert.Alert, error) bool) bool {
	for _, r := range b.results {
		if !yield(r.alert, r.err) {
			return false
		}
	}
	return true
}

func (b *batch) reset() {
	clear(b.inputs)
	clear(b.results)
	clear(b.alerts)
	b.inputs, b.results, b.alerts = b.inputs[:0], b.results[:0], b.alerts[:0]
}

// withContext yields what evs does, and ends after the first error that is not
// of one record only. When ctx is done its error is that.
func withContext(ctx context.Context, evs iter.Seq2[*event.Event, error]) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		for ev, err := range evs {
			if ended := ctx.Err(); ended != nil {
				ev, err = nil, ended
			}
			if !yield(ev, err) || err != nil && !errors.Is(err, event.ErrSkip) {
				return
			}
		}
	}
}
