package engine

import (
	"context"
	"iter"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// Run matches all of evs and yields the alerts in the order of the events,
// whatever the number of workers. Errors of evs are passed on; so are rules that
// fail, as [*RuleError]. An error that is event.ErrSkip is not the end, any
// other is, and so is that of ctx.
//
// With more than one worker, evs is read on a goroutine of its own. All of Run's
// goroutines have ended when the iteration has, also when the consumer breaks
// off: then they wait for evs to come back from what it is doing.
func (e *Engine) Run(ctx context.Context, evs iter.Seq2[*event.Event, error]) iter.Seq2[*alert.Alert, error] {
	if e.workers == 1 {
		return e.runAlone(ctx, evs)
	}
	return func(yield func(*alert.Alert, error) bool) {
		p := e.startParallel(ctx, evs)
		defer p.stop()
		for b := range p.ordered {
			<-b.done
			if !b.yieldTo(yield) {
				return
			}
		}
	}
}

func (e *Engine) runAlone(ctx context.Context, evs iter.Seq2[*event.Event, error]) iter.Seq2[*alert.Alert, error] {
	return func(yield func(*alert.Alert, error) bool) {
		w := e.Worker()
		b := newBatch(1)
		for ev, err := range withContext(ctx, evs) {
			b.add(ev, err)
			b.run(w)
			if !b.yieldTo(yield) {
				return
			}
			b.reset()
		}
	}
}
