package jsonl

import (
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Decoder decodes blocks. It remembers the names that it has met, from whatever
// file, and recycles its memory, so one Decoder should decode many blocks. It
// belongs to one goroutine.
type Decoder struct {
	w scan.Window
	r *reader
}

// NewDecoder returns a Decoder, of sketches where it can.
func NewDecoder(sketches bool) *Decoder {
	d := &Decoder{}
	d.r = newReader(&d.w, "")
	d.r.sketch, d.r.s.stays = sketches, true
	return d
}

// Records yields the records of b, and its losses as errors, as the function
// [Records] does. Their memory is used again when the Decoder is given another
// block, or this one is released: what is kept beyond that must be cloned.
// Source.Index counts the records of the block.
func (d *Decoder) Records(b *Block) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		for _, it := range b.items {
			if !yield(it.rec, it.err) {
				return
			}
		}
		if b.items != nil {
			return
		}
		d.reset(b)
		for {
			rec, err := d.r.next()
			if err == io.EOF || !yield(rec, err) {
				return
			}
		}
	}
}

// reset makes the Decoder ready for b.
func (d *Decoder) reset(b *Block) {
	r := d.r
	r.records.Recycle()
	r.s.recycle()
	d.w.Reset(&b.piece)
	r.src = event.Source{File: b.file, Format: Format}
	r.indent, r.inArray, r.end = 0, false, 0
	if !b.whole {
		r.end = b.size
	}
}
