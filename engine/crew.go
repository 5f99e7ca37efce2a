package engine

import (
	"context"
	"iter"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// crew is the goroutines of one Run: one that reads events into batches, and
// workers that match them.
type crew struct {
	work    chan *batch // to the workers; without a buffer, so that a send means one is free
	ordered chan *batch // the same batches to the consumer, in the order of the events
	quit    chan struct{}
	running sync.WaitGroup
}

// batchSize is how many events a batch has while the workers are busy. A batch
// goes off before it is full when a worker is free, so that the alerts of a slow
// log do not wait.
const batchSize = 256

func (e *Engine) startCrew(ctx context.Context, evs iter.Seq2[*event.Event, error]) *crew {
	c := &crew{
		work:    make(chan *batch),
		ordered: make(chan *batch, 4*e.workers),
		quit:    make(chan struct{}),
	}
	c.running.Go(func() {
		defer close(c.ordered)
		defer close(c.work)
		c.read(withContext(ctx, evs))
	})
	for range e.workers {
		c.running.Go(func() {
			w := e.Worker()
			for b := range c.work {
				b.run(w)
				b.done <- struct{}{}
			}
		})
	}
	return c
}

// stop ends all goroutines and waits for them.
func (c *crew) stop() {
	close(c.quit)
	c.running.Wait()
}

func (c *crew) read(evs iter.Seq2[*event.Event, error]) {
	b := newBatch(batchSize)
	for ev, err := range evs {
		b.add(ev, err)
		sent, quit := c.offer(b, len(b.inputs) == batchSize)
		if quit {
			return
		}
		if sent {
			b = newBatch(batchSize)
		}
	}
	if len(b.inputs) > 0 {
		c.offer(b, true)
	}
}

// offer sends b if a worker is free, or waits for one. It reports whether it
// was sent, and whether the run is over.
func (c *crew) offer(b *batch, wait bool) (sent, quit bool) {
	if wait {
		select {
		case c.work <- b:
		case <-c.quit:
			return false, true
		}
	} else {
		select {
		case c.work <- b:
		default:
			return false, false
		}
	}
	select {
	case c.ordered <- b:
		return true, false
	case <-c.quit:
		return true, true
	}
}
