package evtx

import (
	"bytes"
	"errors"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// item is what is at one place of a chunk: an event, a loss, or both, since a
// torn record may still say something; or an event that is not wanted.
type item struct {
	offset, size int
	id           uint64 // the record's, see recordID
	fields       event.Fields
	sketch       *sketch // in place of them
	loss         string  // "" for none
	err          error
	carved       bool
}

// unwanted reports whether the item is an event that the Selection leaves out.
func (it *item) unwanted() bool { return it.err == errUnwanted }

// items yields what the chunk holds, in order. With carve, what lies beyond its
// live records follows.
func (d *decoder) items(chunk []byte, carve bool) iter.Seq[item] {
	return func(yield func(item) bool) {
		live := 0
		if isChunk(chunk) {
			if bad := checksums(chunk); bad != nil && !yield(item{loss: BadChecksum, err: bad}) {
				return
			}
			live = liveEnd(chunk)
			d.live = chunk[:live] // whether or not what follows has been read
			d.see(d.live)
			for pos := chunkHeader; pos < live; {
				it := d.next(chunk, pos, live)
				pos = it.offset + it.size
				if !yield(it) {
					return
				}
			}
		} else if used(chunk) > 0 && !yield(item{size: len(chunk), loss: noChunk(chunk)}) {
			return
		}
		if d.see(chunk); carve {
			d.carve(chunk, live, yield)
		}
	}
}

func isChunk(b []byte) bool {
	return len(b) >= chunkHeader && string(b[:len(chunkMagic)]) == chunkMagic
}

// noChunk says what is wrong with bytes that are no chunk.
func noChunk(b []byte) string {
	if len(b) < chunkHeader && bytes.HasPrefix(b, []byte(chunkMagic[:min(len(b), len(chunkMagic))])) {
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
	it := item{offset: s.start, size: s.end - s.start}
	it.fields, it.err = d.record(s.body())
	if it.err == nil && d.sketch.layout != nil {
		it.fields, it.sketch, d.sketch.at = nil, &d.sketch, s
	}
	// The number in the record's header starts anew when a log is exported, so
	// people know the event by the other one.
	if it.id = d.recordID; it.id == 0 {
		it.id = s.number
	}
	switch {
	case s.torn:
		it.loss = TornRecord
	case it.err != nil && !it.unwanted():
		it.loss = lossOf(it.err)
	}
	return it
}

// lossOf returns the kind of loss that an error is.
func lossOf(err error) string {
	switch {
	case errors.Is(err, errTemplateID), errors.Is(err, errTemplate):
		return LostTemplate
	case errors.Is(err, errText), errors.Is(err, errCostly):
		return loss.Oversized
	case errors.Is(err, errFields), errors.Is(err, binxml.ErrLarge):
		return loss.TooMany
	case errors.Is(err, errNested), errors.Is(err, binxml.ErrDeep):
		return loss.TooDeep
	}
	return loss.Malformed
}

// lost is the item of the bytes up to the next whole record.
func lost(chunk []byte, pos, end int) item {
	next := nextRecord(chunk, pos+1, end)
	it := item{offset: pos, size: next - pos, loss: TornRecord}
	if next == end && len(chunk) < chunkSize && freeSpace(chunk) > len(chunk) {
		it.loss = loss.CutOff
	}
	return it
}
