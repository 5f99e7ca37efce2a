package source

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"strings"

	"github.com/klauspost/compress/zip"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/source/winxml"
)

var errUsed = errors.New("the log has been read already")

// readers are the readers of the formats.
var readers = map[format]func(context.Context, io.Reader, string) iter.Seq2[*event.Record, error]{
	evtxLog: evtxRecords,
	xmlLog:  winxml.Records,
	jsonLog: jsonl.Records,
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
		f.read(ctx, f.top, yield)
	}
}

// read reads a log or an archive and reports whether the consumer wants more.
func (f *File) read(ctx context.Context, c *content, yield func(*event.Record, error) bool) bool {
	if c.archive == nil {
		return f.log(ctx, c, yield)
	}
	for _, m := range c.archive.File {
		if !strings.HasSuffix(m.Name, "/") && !f.member(ctx, c, m, yield) {
			return false
		}
	}
	return true
}

// log reads a log. An error that ends a log inside an archive ends only that one.
func (f *File) log(ctx context.Context, c *content, yield func(*event.Record, error) bool) bool {
	f.stats.has(c.format)
	defer func() { f.stats.Bytes += c.in.n.Load() }()
	for rec, err := range readers[c.format](ctx, c.r, c.name) {
		switch {
		case err == nil:
			f.stats.Records++
		case !errors.Is(err, event.ErrSkip) && c.depth > 0 && ctx.Err() == nil:
			return f.lost(c.name, err, yield)
		case errors.Is(err, event.ErrSkip):
			f.stats.lose(err)
		}
		if !yield(rec, err) {
			return false
		}
	}
	return ctx.Err() == nil
}

// member reads a member of the archive c.
func (f *File) member(ctx context.Context, c *content, m *zip.File, yield func(*event.Record, error) bool) bool {
	name := c.name + "!" + m.Name
	r, err := openMember(m)
	if err != nil {
		return f.lost(name, &fs.PathError{Op: "open", Path: name, Err: err}, yield)
	}
	defer r.Close()
	in, err := c.opener.inside(r, name, c.depth+1)
	if err != nil {
		return f.lost(name, err, yield)
	}
	defer in.close()
	return f.read(ctx, in, yield)
}

// lost tells that a member of an archive could not be read, or not to its end.
func (f *File) lost(name string, err error, yield func(*event.Record, error) bool) bool {
	e := &loss.Error{Kind: loss.Member, Source: event.Source{File: name}, Err: err}
	f.stats.lose(e)
	return yield(nil, e)
}

func evtxRecords(ctx context.Context, r io.Reader, name string) iter.Seq2[*event.Record, error] {
	return evtx.Records(ctx, r, name, false)
}
