package evtx

import (
	"bytes"
	"errors"
	"iter"
	"math"
	"strconv"

	velocidex "www.velocidex.com/golang/evtx"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// item is what is at one place of a chunk: an event or a loss.
type item struct {
	span
	fields event.Fields
}

var errEmpty = errors.New("there is no event in it")

// decode yields what the chunk holds of which present bytes were read, in order.
// It writes to buf.
func decode(buf *[chunkSize]byte, present int) iter.Seq[item] {
	return func(yield func(item) bool) {
		clear(buf[present:])
		if !bytes.HasPrefix(buf[:], []byte(chunkMagic)) {
			if len(bytes.Trim(buf[:], "\x00")) > 0 {
				yield(item{span: span{size: present, loss: unreadable(present)}})
			}
			return
		}
		spans := chain(buf[:], present)
		types := mend(buf[:], spans)
		trees := expand(buf[:], spans)
		for i, s := range spans {
			it := item{span: s}
			if s.loss == "" {
				it.fields = flatten(trees[i], types)
			}
			if s.loss == "" && it.fields == nil {
				it.loss, it.err = loss.Malformed, errEmpty
			}
			if !yield(it) {
				return
			}
		}
	}
}

// unreadable is the kind of loss of a chunk without a header.
func unreadable(present int) string {
	if present < chunkHeader {
		return loss.CutOff
	}
	return BadChunk
}

// recordID returns the number that people know the event by. The one in the
// record's header starts anew when a log is exported.
func (it item) recordID() uint64 {
	id, _ := it.fields.In(event.System, "EventRecordID")
	if n, err := strconv.ParseUint(id.Raw(), 10, 64); err == nil {
		return n
	}
	return it.number
}

// mend prepares a chunk for the decoder and hides the records that it must not
// see. It returns the types that values had, by their offset.
func mend(buf []byte, spans []span) map[int]uint8 {
	m := mender{buf: buf, types: map[int]uint8{}, templates: map[int]bool{}, entities: map[int]byte{}}
	for i := range spans {
		s := &spans[i]
		if s.loss != "" {
			s.hide(buf)
		} else if err := m.markup(s.offset+recordHeader, s.offset+s.size-4, 0); errors.Is(err, errTemplate) {
			s.lose(buf, LostTemplate, nil)
		} else if err != nil {
			s.lose(buf, loss.Malformed, err)
		}
	}
	return m.types
}

// expand returns the decoder's tree of each span. This is the place where a
// panic of the decoder, which trusts its input, becomes the loss of the chunk.
func expand(buf []byte, spans []span) (trees []any) {
	defer func() {
		if r := recover(); r != nil {
			trees = make([]any, len(spans))
		}
	}()
	n := len(spans)
	if n > 0 && spans[n-1].loss != "" {
		n--
	}
	chunk := velocidex.Chunk{
		Header: velocidex.ChunkHeader{FirstEventRecNumber: 1, LastEventRecNumber: uint64(n)},
		Fd:     bytes.NewReader(buf),
	}
	records, _ := chunk.Parse(math.MinInt) // the input cannot fail, and everything else was checked
	trees = make([]any, len(spans))
	for i, r := range records {
		trees[i] = r.Event
	}
	return trees
}
