package scan

import (
	"context"
	"errors"
	"io"

	"github.com/rulehound/rulehound/normalize/event"
)

// Each yields what next gives, until io.EOF, until the consumer breaks off, or
// until an error that is more than the loss of a record, which it yields. It
// yields the error of ctx and ends when ctx is done.
func Each(ctx context.Context, next func() (*event.Record, error), yield func(*event.Record, error) bool) {
	for n := 0; ; n++ {
		if n%256 == 0 && ctx.Err() != nil {
			yield(nil, ctx.Err())
			return
		}
		rec, err := next()
		if err == io.EOF || !yield(rec, err) || err != nil && !errors.Is(err, event.ErrSkip) {
			return
		}
	}
}

// EachBlock yields the blocks that next gives, until its error, which may come with a last
// block and which it yields unless it is io.EOF, or until the consumer breaks off or ctx is done.
func EachBlock[B any](ctx context.Context, next func() (*B, error), yield func(*B, error) bool) {
	var err error
	for err == nil {
		var b *B
		if err = ctx.Err(); err == nil {
			b, err = next()
		}
		if b != nil && !yield(b, nil) {
			return
		}
	}
	if err != io.EOF {
		yield(nil, err)
	}
}
