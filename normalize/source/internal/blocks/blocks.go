// Package blocks reads text logs whose records are one or more lines: a record
// begins at a line that its format knows and goes on to the next such line.
package blocks

import (
	"bytes"
	"context"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Grammar is what a format knows of its records.
type Grammar struct {
	Format string
	// Starts reports whether a record begins at the start of b, which is the start
	// of a line; before is the line before it. It may look at the lines behind it, of which
	// it is shown Ahead bytes, where the input has as many.
	Starts func(before, b []byte) bool
	// Fields reads a record into a Draft. It reports false when there is none in the text.
	Fields func(d *Draft, text string) bool
}

// Ahead is how many bytes Starts is shown.
const Ahead = 4 << 10

// Fields returns the fields that a Grammar's Fields reads in a text.
func Fields(read func(*Draft, string) bool, text string) (event.Fields, bool) {
	d := Draft{Fields: make(event.Fields, 0, 16)} // as many as most have
	if !read(&d, text) {
		return nil, false
	}
	return d.Fields, true
}

// Records yields the records in r, which is UTF-8; file is the name they carry. Text that
// is no record is a loss, an error wrapping [event.ErrSkip]; any other error is the last
// thing yielded.
func (g *Grammar) Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := newReader(g, scan.NewWindow(r), &Draft{})
		rd.Restart(file)
		scan.Each(ctx, rd.Next, yield)
	}
}

// reader reads the records of a window: a [scan.Reader].
type reader struct {
	g     *Grammar
	w     *scan.Window
	src   event.Source
	draft *Draft
}

func newReader(g *Grammar, w *scan.Window, d *Draft) *reader { return &reader{g: g, w: w, draft: d} }

// Restart implements [scan.Reader], as does Next.
func (r *reader) Restart(file string) {
	r.src = event.Source{File: file, Format: r.g.Format}
	r.draft.Recycle()
}

func (r *reader) Next() (*event.Record, error) {
	for !r.w.AtNext() {
		n, err := r.edge(0)
		block := unmarked(r.w.Bytes()[:n])
		r.src.Line, r.src.Offset = r.w.Line(), r.w.Offset()
		switch {
		case err == scan.ErrFull:
			return nil, r.lost(n, loss.Oversized, err)
		case err != nil && err != io.EOF:
			return nil, loss.Ended(r.src.File, r.w.Offset(), err)
		case err == io.EOF && n == 0:
			return nil, io.EOF
		}
		if len(bytes.TrimSpace(block)) == 0 {
			r.w.Skip(n)
			continue
		}
		r.draft.Begin()
		if !r.g.Fields(r.draft, r.text(block)) || len(r.draft.Fields) == 0 {
			return nil, r.lost(n, loss.OtherText, nil)
		}
		rec := r.draft.End(r.src)
		r.w.Skip(n)
		r.src.Index++
		return rec, nil
	}
	return nil, io.EOF
}

// text returns the text of a block, which lives as long as its record.
func (r *reader) text(block []byte) string {
	if r.draft.reuse != nil && utf8.Valid(block) {
		return scan.View(block) // Fast path: the memory of the window is not used before that of the records.
	}
	return string(scan.AppendText(nil, block))
}

// edge returns the length of the lines that the window begins with up to the first start of
// a record behind from, the start of a line; io.EOF says that they are the last ones.
func (r *reader) edge(from int) (int, error) {
	for {
		b := r.w.Bytes()
		for {
			n := bytes.IndexByte(b[from:], '\n')
			if n < 0 || len(b)-from-n <= Ahead {
				break
			}
			before := b[from : from+n]
			if from += n + 1; r.starts(before, b[from:]) {
				return from, nil
			}
		}
		if err := r.w.More(); err != nil {
			return r.last(r.w.Bytes(), from, err)
		}
	}
}

// last is edge at the end of the input, where there is no more to look at.
func (r *reader) last(b []byte, from int, err error) (int, error) {
	for err == io.EOF {
		n := bytes.IndexByte(b[from:], '\n')
		if n < 0 {
			break
		}
		before := b[from : from+n]
		if from += n + 1; from < len(b) && r.starts(before, b[from:]) {
			return from, nil
		}
	}
	return len(b), err
}

// starts reports whether a record begins with b, in whatever window.
func (r *reader) starts(before, b []byte) bool {
	return r.g.Starts(before, unmarked(b[:min(len(b), Ahead)]))
}

// unmarked returns b without the byte order mark that a file begins with, also behind another.
func unmarked(b []byte) []byte { return bytes.TrimPrefix(b, mark) }

var mark = []byte("\ufeff")

// lost says that a block of n bytes is lost and goes on behind it.
func (r *reader) lost(n int, kind string, why error) error {
	r.w.Skip(n)
	return &loss.Error{Kind: kind, Source: r.src, Bytes: int64(n), Err: why}
}
