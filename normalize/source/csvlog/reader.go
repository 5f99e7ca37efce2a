package csvlog

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// reader reads the rows of a window: a [scan.Reader].
type reader struct {
	w       *scan.Window
	src     event.Source
	heading *heading // nil before it was read
	draft   *blocks.Draft
	stays   bool    // the memory of the window is not used before that of the records
	sketch  *sketch // of the record at hand; nil: records are whole
}

// Restart implements [scan.Reader], as does Next. The heading stays as it is.
func (r *reader) Restart(file string) {
	r.src = event.Source{File: file, Format: Format}
	r.draft.Recycle()
}

func (r *reader) Next() (*event.Record, error) {
	for {
		r.src.Line, r.src.Offset = r.w.Line(), r.w.Offset()
		n, err := r.end(0)
		if n == 0 {
			if err == io.EOF {
				return nil, err
			}
			return nil, loss.Ended(r.src.File, r.w.Offset(), err)
		}
		text := strings.TrimRight(strings.TrimPrefix(r.text(r.w.Bytes()[:n]), "\ufeff"), "\r\n")
		r.w.Skip(n)
		switch {
		case err == scan.ErrFull:
			return nil, &loss.Error{Kind: loss.Oversized, Source: r.src, Bytes: int64(n), Err: err}
		case text == "":
		case r.heading == nil:
			if !strings.HasPrefix(text, "#TYPE ") {
				r.heading = headingOf(strings.Clone(text))
			}
		case !r.row(text):
			return nil, &loss.Error{Kind: loss.TooMany, Source: r.src, Bytes: int64(n)}
		case len(r.draft.Fields) > 0:
			from := r.src
			if r.src.Index++; r.sketch != nil {
				return r.draft.EndSketch(from, r.sketch), nil
			}
			return r.draft.End(from), nil
		}
	}
}

// text returns the text of a row, which lives as long as its record.
func (r *reader) text(row []byte) string {
	if r.stays && utf8.Valid(row) {
		return scan.View(row)
	}
	return string(scan.AppendText(nil, row))
}

// row reads the cells of a row that are not empty, and reports whether there are not too many.
func (r *reader) row(text string) bool {
	r.draft.Begin()
	if r.sketch != nil {
		r.sketch.begin(r.heading, text)
	}
	c := cells{text: text, sep: r.heading.sep}
	for i := 0; !c.done; i++ {
		if i == maxColumns {
			return false
		}
		cell, doubled := c.next()
		if cell == "" {
			continue
		}
		if doubled {
			cell = r.draft.Keep(appendSingle(r.draft.Room(len(cell)), cell))
		}
		r.draft.Fields = append(r.draft.Fields, event.Field{Name: r.heading.name(i), Value: event.TextValue(cell)})
		if r.sketch != nil {
			r.sketch.add(i, doubled)
		}
	}
	if r.sketch != nil {
		r.sketch.fields = r.draft.Fields
	}
	return true
}

// end returns the length of the rows that the window begins with, up to the first line end
// behind from that is outside of quotation marks, this included.
func (r *reader) end(from int) (int, error) {
	quoted := bytes.Count(r.w.Bytes()[:from], quote)%2 == 1
	for {
		b := r.w.Bytes()
		for {
			n := bytes.IndexByte(b[from:], '\n')
			if n < 0 {
				break
			}
			if bytes.Count(b[from:from+n], quote)%2 == 1 {
				quoted = !quoted
			}
			if from += n + 1; !quoted {
				return from, nil
			}
		}
		if bytes.Count(b[from:], quote)%2 == 1 {
			quoted = !quoted
		}
		from = len(b)
		if err := r.w.More(); err != nil {
			return len(b), err
		}
	}
}

var quote = []byte{'"'}
