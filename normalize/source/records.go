package source

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/csvlog"
	"github.com/rulehound/rulehound/normalize/source/eventlist"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/formatlist"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/keyvalue"
	"github.com/rulehound/rulehound/normalize/source/message"
	"github.com/rulehound/rulehound/normalize/source/snare"
	"github.com/rulehound/rulehound/normalize/source/splunk"
	"github.com/rulehound/rulehound/normalize/source/syslog"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

var errUsed = errors.New("the log has been read already")

// reader reads a log of one format.
type reader func(context.Context, *content) iter.Seq2[*event.Record, error]

// stream is the reader of a format that is read in a row.
func stream(records func(context.Context, io.Reader, string) iter.Seq2[*event.Record, error]) reader {
	return func(ctx context.Context, c *content) iter.Seq2[*event.Record, error] {
		return records(ctx, c.r, c.name)
	}
}

// readers are the readers of the formats.
var readers = map[format]reader{
	evtxLog: func(ctx context.Context, c *content) iter.Seq2[*event.Record, error] {
		return evtx.Records(ctx, c.r, c.name, c.opener.evtx...)
	},
	xmlLog:  stream(winxml.Records),
	jsonLog: stream(jsonl.Records),

	csvLog:   stream(csvlog.Records),
	listLog:  stream(eventlist.Grammar().Records),
	textLog:  stream(message.Grammar().Records),
	snareLog: stream(snare.Grammar().Records),
	classic:  stream(splunk.Grammar().Records),
	pairLog:  stream(keyvalue.Grammar().Records),
	sysLog:   stream(syslog.Grammar().Records),
	psList:   stream(formatlist.Grammar().Records),
}

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
	for rec, err := range readers[c.format](ctx, c) {
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
