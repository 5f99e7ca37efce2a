package source

import (
	"context"
	"errors"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
)

// decoded is a stretch of a log that is decoded by its reader.
type decoded struct {
	outcomes []outcome
	listed   bool // the records are worth sketches all the same
}

// outcome is a record or why there is none.
type outcome struct {
	record *event.Record
	err    error
}

// decodedSize is how many outcomes make a stretch.
const decodedSize = 128

// decode reads a log and yields it in stretches, and what ended it before its time.
func decode(ctx context.Context, c *content, yield func(stretch, error) bool) {
	// Events may stand in a column. With the other formats it does not pay.
	listed := c.format == csvLog
	s := &decoded{listed: listed}
	var index int64
	for rec, err := range readers[c.format](ctx, c) {
		switch {
		case err == nil:
			rec.Source.Index = index
			index++
		case !errors.Is(err, event.ErrSkip):
			_ = yield(s, nil) && yield(nil, err)
			return
		}
		if s.outcomes = append(s.outcomes, outcome{rec, err}); len(s.outcomes) == decodedSize {
			if !yield(s, nil) {
				return
			}
			s, index = &decoded{listed: listed}, 0
		}
	}
	yield(s, nil)
}

// records yields the records as sketches of d if it makes some.
func (s *decoded) records(d *Decoder) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		for _, o := range s.outcomes {
			if o.err == nil && s.listed && d.listed != nil {
				o.record = d.listed.sketch(o.record)
			}
			if !yield(o.record, o.err) {
				return
			}
		}
	}
}

// Release implements stretch: the records are nobody else's.
func (s *decoded) Release() {}
