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

// Records yields the events in r, which is UTF-8; file is the name they carry.
//
// A record that cannot be read is an error wrapping [event.ErrSkip], and reading
// goes on behind it: at the end of the broken object where its brackets and
// strings still show that, at the latest at the next line that begins with an
// object as far to the left as the broken one. Any other error is the last
// thing yielded. Memory is bounded by the largest record, that by 64 MiB.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := reader{w: scan.NewWindow(r), s: newScanner(), src: event.Source{File: file, Format: Format}}
		for n := 0; ; n++ {
			if n%256 == 0 && ctx.Err() != nil {
				yield(nil, ctx.Err())
				return
			}
			rec, err := rd.next()
			if err == io.EOF || !yield(rec, err) || err != nil && !errors.Is(err, event.ErrSkip) {
				return
			}
		}
	}
}

// reader finds the records.
type reader struct {
	w       *scan.Window
	s       *scanner
	src     event.Source // of the record at hand
	indent  int          // blanks before it on its line; 0 if anything else is there
	inArray bool
}

// next returns the next record, a loss, io.EOF, or what the input failed with.
func (r *reader) next() (*event.Record, error) {
	for {
		c, err := r.token()
		r.src.Line, r.src.Offset = r.w.Line(), r.w.Offset()
		switch {
		case err == io.EOF && r.inArray:
			r.inArray = false
			return nil, &loss.Error{Kind: loss.CutOff, Source: r.src, Err: errors.New("the array is not closed")}
		case err == io.EOF:
			return nil, err
		case err != nil:
			return nil, r.failed(err)
		case c == '{':
			return r.object()
		case c == '[' && !r.inArray:
			r.inArray = true
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
		i := r.separators(b)
		r.w.Skip(i)
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

// separators returns the length of what b begins with that is no record:
// blanks, control characters, commas, the end of an array, byte order marks.
func (r *reader) separators(b []byte) int {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\n':
			r.indent = 0
		case c == ' ' || c == '\t':
			r.indent++
		case c == ']':
			r.inArray = false
			r.indent = 0
		case c < ' ' || c == ',':
			r.indent = 0
		case bytes.HasPrefix(b[i:], mark):
			i += len(mark) - 1
		default:
			return i
		}
	}
	return len(b)
}

// object reads the object that the window begins with.
func (r *reader) object() (*event.Record, error) {
	for {
		b := r.w.Bytes()
		n, st := r.s.record(b)
		switch st {
		case done:
			rec := &event.Record{Source: r.src, Fields: r.s.fields(b)}
			r.w.Skip(n)
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

// failed says where the input itself could not be read any further.
func (r *reader) failed(err error) error {
	return fmt.Errorf("%s: byte %d: %w", r.src.File, r.w.Offset(), err)
}
