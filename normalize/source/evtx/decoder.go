package evtx

import (
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Decoder decodes chunks. It remembers the templates that it has met, from
// whatever file, and recycles its memory, so one Decoder should decode many
// chunks. It belongs to one goroutine. The zero Decoder is ready to use.
type Decoder struct {
	decoder decoder
	chunk   *Chunk // whose records are the latest
	buf     []byte
	records scan.Arena[event.Record]
}

// NewDecoder returns a Decoder of what s selects.
func NewDecoder(s Selection) *Decoder {
	return &Decoder{decoder: decoder{selection: s}}
}

// Records yields the records of c, and its losses as errors, as the function
// [Records] does. Their memory is used again when the Decoder is given another
// chunk: what is kept beyond that must be cloned. Source.Index counts the
// records of the chunk, those that are not selected included.
func (d *Decoder) Records(c *Chunk) iter.Seq2[*event.Record, error] { return d.decode(c, true) }

// Skipped calls f with the kinds of events that were not selected since the last
// call of Skipped, and with how many of each there were.
func (d *Decoder) Skipped(f func(k Kind, n int64)) { d.decoder.takeSkips(f) }

// decode yields what is in a chunk. With reuse, everything that came of chunks
// before is written over.
func (d *Decoder) decode(c *Chunk, reuse bool) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		if d.buf == nil && c.at != nil {
			d.buf = make([]byte, chunkSize)
		}
		b, err := c.load(d.buf)
		if err != nil {
			yield(nil, err)
			return
		}
		d.chunk = c
		d.decoder.reset(reuse)
		if reuse {
			d.records.Recycle()
		}
		src := event.Source{File: c.file, Format: Format}
		for it := range d.decoder.items(b, c.carve) {
			src.Offset = c.offset + int64(it.offset)
			src.Carved = it.carved
			if !d.yield(&src, &it, yield) {
				return
			}
		}
	}
}

// yield hands out a record, a loss, or both of a record that is torn.
func (d *Decoder) yield(src *event.Source, it *item, yield func(*event.Record, error) bool) bool {
	if it.loss != "" && !yield(nil, &loss.Error{Kind: it.loss, Source: *src, Bytes: int64(it.size), Err: it.err}) {
		return false
	}
	if len(it.fields) == 0 && it.sketch == nil || it.loss != "" && it.loss != TornRecord {
		if it.unwanted() {
			src.Index++
		}
		return true
	}
	rec := d.newRecord(*src, it)
	rec.Source.Record = it.id
	src.Index++
	return yield(rec, nil)
}

func (d *Decoder) newRecord(src event.Source, it *item) *event.Record {
	one := append(d.records.Room(1, 1+len(d.decoder.chunk)/bytesPerRecord), event.Record{Source: src, Fields: it.fields})
	if it.sketch != nil {
		one[0].Sketch = it.sketch
	}
	return &d.records.Keep(one)[0]
}
