package evtx

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"math"
	"sort"
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
				yield(item{span: span{size: present, loss: BadChunk}})
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
	m := marker{buf: buf, types: map[int]uint8{}, templates: map[int]bool{}}
	for i := range spans {
		s := &spans[i]
		if s.loss != "" {
			s.hide(buf)
		} else if err := m.fragment(s.offset+recordHeader, s.offset+s.size-4, 0); errors.Is(err, errTemplate) {
			s.lose(buf, LostTemplate, nil)
		} else if err != nil {
			s.lose(buf, loss.Malformed, err)
		}
	}
	mendEntities(buf)
	mendEventData(buf)
	return m.types
}

// expand runs the decoder over the chunk and returns its tree of each span. A
// record that makes the decoder panic is lost; after too many of them the rest
// of the chunk is.
func expand(buf []byte, spans []span) []any {
	const patience = 16
	if n := len(spans); n > 0 && spans[n-1].loss != "" {
		spans = spans[:n-1]
	}
	for try := 1; ; try++ {
		trees, err := run(buf, len(spans))
		if err == nil || try > patience {
			return trees
		}
		at := sort.Search(len(spans), func(n int) bool {
			_, err := run(buf, n+1)
			return err != nil
		})
		end := at + 1
		if try == patience {
			end = len(spans)
		}
		for i := at; i < end; i++ {
			if spans[i].loss == "" {
				spans[i].lose(buf, loss.Malformed, err)
			}
		}
	}
}

// run decodes the first n records of a chunk. This is the place where panics of
// the decoder, which trusts its input, become errors.
func run(buf []byte, n int) (trees []any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("decoder: %v", r)
		}
	}()
	chunk := velocidex.Chunk{
		Header: velocidex.ChunkHeader{FirstEventRecNumber: 1, LastEventRecNumber: uint64(n)},
		Fd:     bytes.NewReader(buf),
	}
	records, err := chunk.Parse(math.MinInt)
	for _, r := range records {
		trees = append(trees, r.Event)
	}
	return trees, err
}
