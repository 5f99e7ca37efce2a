package source

import (
	"context"
	"io/fs"
	"strings"

	"github.com/klauspost/compress/zip"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// readLog reads one log and says whether the consumer wants more, and what ended
// the log before its time.
type readLog func(context.Context, *content) (more bool, err error)

// walk reads a log or the logs of an archive, and tells what of them cannot be
// read. It reports whether the consumer wants more.
func (f *File) walk(ctx context.Context, c *content, read readLog, tell func(error) bool) bool {
	if c.archive == nil {
		return f.whole(ctx, c, read, tell)
	}
	for _, m := range c.archive.File {
		if !strings.HasSuffix(m.Name, "/") && !f.member(ctx, c, m, read, tell) {
			return false
		}
	}
	return true
}

// whole reads a log. An error that ends a log inside an archive ends only that one.
func (f *File) whole(ctx context.Context, c *content, read readLog, tell func(error) bool) bool {
	f.stats.has(c.format)
	more, err := read(ctx, c)
	if r, ok := c.r.(*reaching); ok && more && err == nil {
		f.stats.Bytes += r.Size() // what was not read of it is empty
	} else {
		f.stats.Bytes += c.in.n.Load()
	}
	switch {
	case err != nil && c.depth > 0 && ctx.Err() == nil:
		return f.lost(c.name, err, tell)
	case err != nil:
		return tell(err) && false
	}
	return more && ctx.Err() == nil
}

// member reads a member of the archive c.
func (f *File) member(ctx context.Context, c *content, m *zip.File, read readLog, tell func(error) bool) bool {
	name := c.name + "!" + m.Name
	r, err := openMember(m)
	if err != nil {
		return f.lost(name, &fs.PathError{Op: "open", Path: name, Err: err}, tell)
	}
	defer r.Close()
	in, err := c.opener.inside(r, name, c.depth+1)
	if err != nil {
		return f.lost(name, err, tell)
	}
	defer in.close()
	return f.walk(ctx, in, read, tell)
}

// lost tells that a member of an archive could not be read, or not to its end.
func (f *File) lost(name string, err error, tell func(error) bool) bool {
	err = &loss.Error{Kind: loss.Member, Source: event.Source{File: name}, Err: err}
	f.stats.lose(err)
	return tell(err)
}
