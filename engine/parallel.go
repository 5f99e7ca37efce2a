package engine

import (
	"context"
	"iter"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// parallel is the goroutines of one Run: one that reads events, and workers that
// match them. A free worker takes all the events that are waiting, so batches
// are large while the workers are busy, and the alerts of a slow log do not wait
// for a batch to fill.
type parallel struct {
	inputs  chan input
	turn    sync.Mutex  // of the worker that takes a batch
	ordered chan *batch // to the consumer, in the order of the events
	quit    chan struct{}
	running sync.WaitGroup
}

const batchSize = 256

func (e *Engine) startParallel(ctx context.Context, evs iter.Seq2[*event.Event, error]) *parallel {
	p := &parallel{
		inputs:  make(chan input, batchSize),
		ordered: make(chan *batch, 4*e.workers),
		quit:    make(chan struct{}),
	}
	p.running.Go(func() { p.read(withContext(ctx, evs)) })
	var working sync.WaitGroup
	for range e.workers {
		working.Go(func() { p.work(e.Worker()) })
	}
	p.running.Go(func() {
		working.Wait()
		close(p.ordered)
	})
	return p
}

// stop ends all goroutines and waits for them.
func (p *parallel) stop() {
	close(p.quit)
	p.running.Wait()
}

func (p *parallel) read(evs iter.Seq2[*event.Event, error]) {
	defer close(p.inputs)
	for ev, err := range evs {
		select {
		case p.inputs <- input{ev, err}:
		case <-p.quit:
			return
		}
	}
}

func (p *parallel) work(w *Worker) {
	for b := p.take(); b != nil; b = p.take() {
		b.run(w)
		b.done <- struct{}{}
	}
}

// take waits for events, makes a batch of those that are there, and gives it
// its place in the order. It returns nil at the end.
func (p *parallel) take() *batch {
	p.turn.Lock()
	defer p.turn.Unlock()
	first, ok := <-p.inputs
	if !ok {
		return nil
	}
	b := newBatch(1 + len(p.inputs))
	b.inputs = append(b.inputs, first)
	for range len(p.inputs) {
		b.inputs = append(b.inputs, <-p.inputs)
	}
	select {
	case p.ordered <- b:
		return b
	case <-p.quit:
		return nil
	}
}
