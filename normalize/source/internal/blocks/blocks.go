// Package blocks reads text logs whose records are one or more lines: a record
// begins at a line that its format knows and goes on to the next such line.
package blocks

import (
	"bytes"
	"context"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Grammar is what a format knows of its records.
type Grammar struct {
	Format string
	// Starts reports whether a record begins at the start of b, which is the start
	// of a line; before is the line before it. It may look at the lines behind it.
	Starts func(before, b []byte) bool
	// Fields reads a record into a Draft. It reports false when there is none in the text.
	Fields func(d *Draft, text string) bool
}

// Fields returns the fields that a Grammar's Fields reads in a text.
func Fields(read func(*Draft, string) bool, text string) (event.Fields, bool) {
	var d Draft
	if !read(&d, text) {
		return nil, false
	}
	return d.Fields, true
}

// Ahead is how many bytes Starts may rely on, where the input has as many.
const Ahead = 4 << 10

// Records yields the records in r. Text that is no record is a loss, an error
// wrapping [event.ErrSkip]; any other error is the last thing yielded.
func (g *Grammar) Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := reader{g: g, w: scan.NewWindow(r), src: event.Source{File: file, Format: g.Format}, draft: &Draft{}}
		scan.Each(ctx, rd.next, yield)
	}
}

type reader struct {
	g     *Grammar
	w     *scan.Window
	src   event.Source
	draft *Draft
}

// next returns the next record, a loss, io.EOF, or what the input failed with.
func (r *reader) next() (*event.Record, error) {
	for {
		block, err := r.block()
		r.src.Line, r.src.Offset = r.w.Line(), r.w.Offset()
		switch {
		case err == scan.ErrFull:
			return nil, r.lost(block, loss.Oversized, err)
		case err != nil && err != io.EOF:
			return nil, loss.Ended(r.src.File, r.w.Offset(), err)
		case err == io.EOF && len(block) == 0:
			return nil, io.EOF
		}
		if len(bytes.TrimSpace(bytes.TrimPrefix(block, []byte("\ufeff")))) == 0 {
			r.w.Skip(len(block))
			continue
		}
		r.draft.Begin()
		if !r.g.Fields(r.draft, string(scan.AppendText(nil, block))) || len(r.draft.Fields) == 0 {
			return nil, r.lost(block, loss.OtherText, nil)
		}
		rec := r.draft.End(r.src)
		r.w.Skip(len(block))
		r.src.Index++
		return rec, nil
	}
}

// block returns the lines up to the next start of a record; io.EOF says that
// they are the last ones.
func (r *reader) block() ([]byte, error) {
	from := 0
	for {
		b := r.w.Bytes()
		for {
			n := bytes.IndexByte(b[from:], '\n')
			if n < 0 || len(b)-from-n <= Ahead {
				break
			}
			before := b[from : from+n]
			if from += n + 1; r.g.Starts(before, b[from:]) {
				return b[:from], nil
			}
		}
		if err := r.w.More(); err != nil {
			return r.last(r.w.Bytes(), from, err)
		}
	}
}

// last is block at the end of the input, where there is no more to look at.
func (r *reader) last(b []byte, from int, err error) ([]byte, error) {
	for err == io.EOF {
		n := bytes.IndexByte(b[from:], '\n')
		if n < 0 {
			break
		}
		before := b[from : from+n]
		if from += n + 1; from < len(b) && r.g.Starts(before, b[from:]) {
			return b[:from], nil
		}
	}
	return b, err
}

// lost says that a block is lost and goes on behind it.
func (r *reader) lost(block []byte, kind string, why error) error {
	n := len(block)
	r.w.Skip(n)
	return &loss.Error{Kind: kind, Source: r.src, Bytes: int64(n), Err: why}
}
