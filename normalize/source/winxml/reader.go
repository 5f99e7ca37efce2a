package winxml

import (
	"context"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Format is what Source.Format says of the records.
const Format = "xml"

// Records yields the events in r, which is UTF-8; file is the name they carry.
//
// An event that cannot be read, and lines of text that are no event, are errors
// wrapping [event.ErrSkip]; reading goes on at the next <Event. Any other error
// is the last thing yielded. Memory is bounded by the largest event, that by 64 MiB.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := newReader(scan.NewWindow(r), file)
		scan.Each(ctx, rd.Next, yield)
	}
}

// reader finds the events.
type reader struct {
	w      *scan.Window
	s      *scanner
	src    event.Source // of the event at hand
	found  bool         // the window begins with an event
	sketch *sketch      // of the event at hand; nil: records are whole

	records scan.Arena[event.Record]
}

func newReader(w *scan.Window, file string) *reader {
	return &reader{w: w, s: newScanner(), src: event.Source{File: file, Format: Format}}
}

// Restart implements [scan.Reader].
func (r *reader) Restart(file string) {
	r.src, r.found = event.Source{File: file, Format: Format}, false
	r.s.restart()
	r.records.Recycle()
	if r.sketch != nil {
		r.sketch.slab.Recycle()
	}
}

// Next returns the next event, a loss, io.EOF, or what the input failed with.
func (r *reader) Next() (*event.Record, error) {
	if !r.found {
		if err := r.between(); err != nil {
			return nil, err
		}
	}
	if r.w.AtNext() {
		return nil, io.EOF
	}
	r.found = false
	r.src.Line, r.src.Offset = r.w.Line(), r.w.Offset()
	for {
		b := r.w.Bytes()
		n, st := r.s.event(b, r.w.Skipped())
		switch st {
		case done:
			rec := r.record(b)
			r.w.Skip(n)
			r.src.Index++
			return rec, nil
		case short:
			if err := r.w.More(); err == scan.ErrFull {
				return nil, r.lost(loss.Oversized, err)
			} else if err != nil && r.w.SeesNext() {
				return nil, r.lost(loss.Malformed, errAnother)
			} else if err != nil {
				return nil, r.lost(loss.CutOff, nil)
			}
		default:
			return nil, r.lost(st.kind(), r.s.why)
		}
	}
}

// record returns the event that the scanner has read in b.
func (r *reader) record(b []byte) *event.Record {
	rec := &r.records.Keep(append(r.records.Room(1, 1), event.Record{Source: r.src}))[0]
	if r.sketch != nil && len(r.s.spans) > 0 {
		r.s.decodeAll()
		if r.sketch.set(r.s); !r.sketch.isFlat() {
			r.sketch.keep()
			rec.Sketch = r.sketch
			return rec
		}
	}
	rec.Fields = r.s.fields(b)
	return rec
}

// between goes to the next event. Lines of other text before it are a loss; a
// header on the event's own line is not.
func (r *reader) between() error {
	from := r.src
	from.Line, from.Offset = r.w.Line(), r.w.Offset()
	g := gap{w: r.w, comment: &r.s.comment}
	err := g.find()
	r.found = err == nil
	if n := g.text(r.found); n > 0 {
		return &loss.Error{Kind: loss.OtherText, Source: from, Bytes: n}
	}
	if err != nil && err != io.EOF {
		return loss.Ended(r.src.File, r.w.Offset(), err)
	}
	return err
}

// lost skips the event that the window begins with and says what was lost. An
// error of the input is left for the next read.
func (r *reader) lost(kind string, why error) error {
	e := &loss.Error{Kind: kind, Source: r.src, Err: why}
	r.w.Skip(1)
	g := gap{w: r.w, comment: &r.s.comment}
	r.found = g.find() == nil
	e.Bytes = r.w.Offset() - r.src.Offset
	return e
}
