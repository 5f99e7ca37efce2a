package jsonl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Format is what Source.Format says of the records.
const Format = "json"

// Records yields the events in r, which is UTF-8, each as soon as it has been
// read; file is the name they carry. They own their memory, which neighbours
// share.
//
// A record that cannot be read is an error wrapping [event.ErrSkip], and reading
// goes on behind it: at the end of the broken object where its brackets and
// strings still show that, at the latest at the next line that begins with an
// object as far to the left as the broken one. Any other error is the last
// thing yielded. Memory is bounded by the largest record, that by 64 MiB.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := newReader(scan.NewWindow(r), file)
		scan.Each(ctx, rd.Next, yield)
	}
}

// reader finds the records.
type reader struct {
	w       *scan.Window
	s       *scanner
	records scan.Arena[event.Record]
	src     event.Source // of the record at hand
	indent  int          // blanks before the record on its line; 0 if anything else is there
	arrays  int          // that the record stands in
	sketch  bool         // records are left as sketches
	edge    edge         // kept in an array only
}

func newReader(w *scan.Window, file string) *reader {
	return &reader{w: w, s: newScanner(), src: event.Source{File: file, Format: Format}}
}

// Restart implements [scan.Reader].
func (r *reader) Restart(file string) {
	r.records.Recycle()
	r.s.recycle()
	r.src = event.Source{File: file, Format: Format}
	r.indent, r.arrays = 0, 0
}

// Next returns the next record, a loss, io.EOF, or what the input failed with.
func (r *reader) Next() (*event.Record, error) {
	for {
		c, err := r.token()
		r.src.Line, r.src.Offset = r.w.Line(), r.w.Offset()
		switch {
		case err == nil && r.w.AtNext():
			return nil, io.EOF
		case err == io.EOF && r.arrays > 0:
			r.arrays = 0
			return nil, &loss.Error{Kind: loss.CutOff, Source: r.src, Err: errors.New("the array is not closed")}
		case err == io.EOF:
			return nil, err
		case err != nil:
			return nil, r.failed(err)
		case c == '{':
			if r.edge == lineEnd {
				r.arrays = 0
			}
			return r.object()
		case c == '[':
			r.arrays++
			r.edge = elsewhere
			r.w.Skip(1)
		default:
			return nil, r.lost(loss.NotAnEvent, fmt.Errorf("%q where an object should begin", c))
		}
	}
}

// token skips what may stand between records and returns the byte behind it,
// which stays unread.
func (r *reader) token() (byte, error) {
	for {
		b := r.w.Bytes()
		i, lines := r.separators(b)
		r.pass(i, lines)
		if b = b[i:]; len(b) > 0 && !bytes.HasPrefix(mark, b) {
			return b[0], nil
		}
		if err := r.w.More(); err != nil && len(b) > 0 {
			return mark[0], nil
		} else if err != nil {
			return 0, err
		}
	}
}

// mark is a byte order mark; files that were put together hold them anywhere.
var mark = []byte("\ufeff")

// separators returns the length of what b begins with that is no record, and
// its line feeds: blanks, control characters, commas, the end of an array, byte
// order marks.
func (r *reader) separators(b []byte) (n, lines int) {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\n':
			lines++
			r.indent = 0
		case c == ' ' || c == '\t':
			r.indent++
		case c == ']':
			r.arrays = max(0, r.arrays-1)
			r.indent = 0
		case c < ' ' || c == ',':
			r.indent = 0
		case bytes.HasPrefix(b[i:], mark):
			i += len(mark) - 1
		default:
			return i, lines
		}
	}
	return len(b), lines
}

// object reads the object that the window begins with.
func (r *reader) object() (*event.Record, error) {
	for {
		n, st := r.s.record(r.w.Bytes())
		switch st {
		case done:
			rec := &r.records.Keep(append(r.records.Room(1, 1), event.Record{Source: r.src}))[0]
			if r.sketch {
				rec.Sketch = r.s
			} else {
				rec.Fields = r.s.Fields()
			}
			r.pass(n, r.s.lines)
			r.src.Index++
			r.indent = 0
			return rec, nil
		case short:
			if err := r.w.More(); err == scan.ErrFull {
				return nil, r.lost(loss.Oversized, err)
			} else if err != nil {
				return nil, r.lost(loss.CutOff, nil)
			}
		default:
			return nil, r.lost(st.kind(), r.s.why)
		}
	}
}

// pass leaves the next n bytes, with so many line feeds in them, behind.
func (r *reader) pass(n, lines int) {
	if r.arrays > 0 {
		r.edge = r.edge.behind(r.w.Bytes()[:n])
	}
	r.w.Pass(n, lines)
}

// failed says where the input itself could not be read any further.
func (r *reader) failed(err error) error {
	return loss.Ended(r.src.File, r.w.Offset(), err)
}
