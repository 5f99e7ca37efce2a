package replay

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// feed gives inputs to matchers, batch by batch. There is nobody in between who
// reads: a matcher that needs a batch reads it. Each has an input of its own as long
// as there are enough, so that many are read side by side, and those without one help
// where the fewest are at work, so that one big input is matched on all processors.
type feed struct {
	replay *Replay
	inputs []*Input

	mu   sync.Mutex
	next int       // the first input that nobody took
	open []*reader // of those that were taken and are not at their end
}

// run calls do with batches until there are none left, and releases them. Several
// goroutines may run at a time; when the last one returns all inputs are closed.
func (f *feed) run(ctx context.Context, do func(batch)) {
	for r := f.take(ctx); r != nil; r = f.take(ctx) {
		for b, ok := r.batch(ctx); ok; b, ok = r.batch(ctx) {
			do(b)
			b.Release()
		}
		f.leave(r)
	}
}

// take returns a reader to take batches from, nil if there are none left.
func (f *feed) take(ctx context.Context) *reader {
	f.mu.Lock()
	defer f.mu.Unlock()
	for ; ctx.Err() == nil && f.next < len(f.inputs); f.next++ {
		if in := f.inputs[f.next]; in.Err == nil && in.Skipped == "" {
			f.open = append(f.open, &reader{replay: f.replay, in: in, input: f.next, users: 1})
			f.next++
			return f.open[len(f.open)-1]
		}
	}
	if len(f.open) == 0 {
		return nil
	}
	r := slices.MinFunc(f.open, func(a, b *reader) int { return cmp.Compare(a.users, b.users) })
	r.users++
	return r
}

// leave says that r is at its end.
func (f *feed) leave(r *reader) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open = slices.DeleteFunc(f.open, func(o *reader) bool { return o == r })
}
