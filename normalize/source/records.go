package source

import (
	"context"
	"errors"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/csvlog"
	"github.com/rulehound/rulehound/normalize/source/evtx"
)

var errUsed = errors.New("the log has been read already")

// Records yields the records in the File, once; they belong to the consumer. An
// error that wraps [event.ErrSkip] is a loss after which reading goes on: a
// record, a stretch of the file, a member of an archive. Any other error is the
// last thing yielded. The File is closed when the iteration ends.
//
// The members of an archive are read in its order. Their records are those of
// files called archive!member.
func (f *File) Records(ctx context.Context) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		if f.used {
			yield(nil, errUsed)
			return
		}
		f.used = true
		defer f.Close()
		log := func(ctx context.Context, c *content) (bool, error) { return f.log(ctx, c, yield) }
		if f.walk(ctx, f.top, log, func(err error) bool { return yield(nil, err) }) {
			raise(&f.in.n, f.size)
		}
	}
}

// log reads a log. It returns the error that ends it.
func (f *File) log(ctx context.Context, c *content, yield func(*event.Record, error) bool) (more bool, err error) {
	for rec, err := range c.records(ctx) {
		switch {
		case err == nil:
			f.stats.Records++
		case errors.Is(err, event.ErrSkip):
			f.stats.lose(err)
		default:
			return true, err
		}
		if !yield(rec, err) {
			return false, nil
		}
	}
	c.left(&f.stats)
	return true, nil
}

// records yields the records of a log.
func (c *content) records(ctx context.Context) iter.Seq2[*event.Record, error] {
	switch c.format {
	case evtxLog:
		return evtx.Records(ctx, c.r, c.name, c.opener.evtx...)
	case csvLog:
		return csvlog.Records(ctx, c.r, c.name)
	}
	return textFormats[c.format].records(ctx, c.r, c.name)
}
