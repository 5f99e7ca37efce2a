package engine

import (
	"context"
	"iter"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// crew is the goroutines of one Run: one that reads events, and workers that
// match them. A free worker takes all the events that are waiting, so batches
// are large while the workers are busy, and the alerts of a slow log do not wait
// for a batch to fill.
type crew struct {
	inputs  chan input
	turn    sync.Mutex  // of the worker that takes a batch
	ordered chan *batch // to the consumer, in the order of the events
	quit    chan struct{}
	running sync.WaitGroup
}

const batchSize = 256

func (e *Engine) startCrew(ctx context.Context, evs iter.Seq2[*event.Event, error]) *crew {
	c := &crew{
		inputs:  make(chan input, batchSize),
		ordered: make(chan *batch, 4*e.workers),
		quit:    make(chan struct{}),
	}
	c.running.Go(func() { c.read(withContext(ctx, evs)) })
	var working sync.WaitGroup
	for range e.workers {
		working.Go(func() { c.work(e.Worker()) })
	}
	c.running.Go(func() {
		working.Wait()
		close(c.ordered)
	})
	return c
}

// stop ends all goroutines and waits for them.
func (c *crew) stop() {
	close(c.quit)
	c.running.Wait()
}

func (c *crew) read(evs iter.Seq2[*event.Event, error]) {
	defer close(c.inputs)
	for ev, err := range evs {
		select {
		case c.inputs <- input{ev, err}:
		case <-c.quit:
			return
		}
	}
}

func (c *crew) work(w *Worker) {
	for b := c.take(); b != nil; b = c.take() {
		b.run(w)
		b.done <- struct{}{}
	}
}

// take waits for events, makes a batch of those that are there, and gives it
// its place in the order. It returns nil at the end.
func (c *crew) take() *batch {
	c.turn.Lock()
	defer c.turn.Unlock()
	first, ok := <-c.inputs
	if !ok {
		return nil
	}
	b := newBatch(1 + len(c.inputs))
	b.inputs = append(b.inputs, first)
	for range len(c.inputs) {
		b.inputs = append(b.inputs, <-c.inputs)
	}
	select {
	case c.ordered <- b:
		return b
	case <-c.quit:
		return nil
	}
}
