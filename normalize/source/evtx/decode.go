package evtx

import (
	"bytes"
	"errors"
	"iter"
	"strconv"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// item is what is at one place of a chunk: an event, a loss, or both, since a
// torn record may still say something.
type item struct {
	offset, size int
	number       uint64 // the record's, as its header counts
	fields       event.Fields
	loss         string // "" for none
	err          error
}

// items yields what the chunk holds, in order.
func (d *decoder) items(chunk []byte) iter.Seq[item] {
	return func(yield func(item) bool) {
		if len(chunk) < chunkHeader || !bytes.HasPrefix(chunk, chunkMagic) {
			if used(chunk) > 0 {
				yield(item{size: len(chunk), loss: noChunk(chunk)})
			}
			return
		}
		d.reset(chunk)
		end := liveEnd(chunk)
		for pos := chunkHeader; pos < end; {
			it := d.next(chunk, pos, end)
			pos = it.offset + it.size
			if !yield(it) {
				return
			}
		}
	}
}

// noChunk says what is wrong with bytes that are no chunk.
func noChunk(b []byte) string {
	if len(b) < chunkHeader && bytes.HasPrefix(b, chunkMagic[:min(len(b), len(chunkMagic))]) {
		return loss.CutOff
	}
	return BadChunk
}

// next decodes the record at pos, or finds what is lost there.
func (d *decoder) next(chunk []byte, pos, end int) item {
	s, ok := recordAt(chunk, pos, end)
	if !ok {
		return lost(chunk, pos, end)
	}
	it := item{offset: s.start, size: s.end - s.start, number: s.number}
	it.fields, it.err = d.record(s.body())
	switch {
	case s.torn:
		it.loss = TornRecord
	case errors.Is(it.err, errTemplateID) || errors.Is(it.err, errTemplate):
		it.loss = LostTemplate
	case it.err != nil:
		it.loss = loss.Malformed
	}
	return it
}

// lost is the item of the bytes up to the next whole record.
func lost(chunk []byte, pos, end int) item {
	next := nextRecord(chunk, pos, end)
	it := item{offset: pos, size: next - pos, loss: TornRecord}
	if next == end && len(chunk) < chunkSize && freeSpace(chunk) > len(chunk) {
		it.loss = loss.CutOff
	}
	return it
}

// recordID returns the number that people know the event by. The one in the
// record's header starts anew when a log is exported.
func (it item) recordID() uint64 {
	id, _ := it.fields.In(event.System, "EventRecordID")
	if n, ok := id.Uint(); ok {
		return n
	}
	if n, err := strconv.ParseUint(id.Raw(), 10, 64); err == nil {
		return n
	}
	return it.number
}
