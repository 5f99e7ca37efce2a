package evtx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// Format is what Source.Format says of the records.
const Format = "evtx"

// Magic is what an EVTX file begins with.
const Magic = "ElfFile\x00"

const headerSize = 4 << 10

// The kinds of loss that only this format has; like those of the loss package
// they are stable words.
const (
	BadChunk     = "bad chunk"     // 64 KiB that are neither a chunk nor empty
	TornRecord   = "torn record"   // written in part, overwritten, or zeroed
	LostTemplate = "lost template" // what describes the record was in another one that is lost
)

// Records yields the events in r, an EVTX file; file is the name they carry.
//
// A record or chunk that cannot be read is an error wrapping [event.ErrSkip],
// and reading goes on behind it. Any other error is the last thing yielded.
// Records that Windows has given up, in the free space behind a chunk's last
// one, are not in the log and are left out.
func Records(ctx context.Context, r io.Reader, file string) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		rd := reader{in: r, src: event.Source{File: file, Format: Format, Offset: headerSize}}
		err := rd.header()
		for err == nil {
			if err = ctx.Err(); err == nil {
				err = rd.chunk(yield)
			}
		}
		if err != io.EOF && err != errStopped {
			yield(nil, err)
		}
	}
}

// errStopped says that the consumer wants no more.
var errStopped = errors.New("stopped")

// reader reads one file.
type reader struct {
	in      io.Reader
	src     event.Source // of the chunk or record at hand
	buf     [chunkSize]byte
	decoder decoder
}

func (r *reader) header() error {
	head := r.buf[:headerSize]
	n, err := io.ReadFull(r.in, head)
	switch {
	case !bytes.HasPrefix(head[:n], []byte(Magic)):
		return fmt.Errorf("%s: not an EVTX file", r.src.File)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the file ends in its header", r.src.File)
	case err != nil:
		return fmt.Errorf("%s: %w", r.src.File, err)
	}
	return nil
}

// chunk reads the next chunk and yields what is in it. It returns io.EOF behind
// the last one.
func (r *reader) chunk(yield func(*event.Record, error) bool) error {
	start := r.src.Offset
	n, err := io.ReadFull(r.in, r.buf[:])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return fmt.Errorf("%s: byte %d: %w", r.src.File, start+int64(n), err)
	}
	if n == 0 {
		return io.EOF
	}
	for item := range r.decoder.items(r.buf[:n]) {
		r.src.Offset = start + int64(item.offset)
		if !r.yield(item, yield) {
			return errStopped
		}
	}
	r.src.Offset = start + chunkSize
	return nil
}

// yield hands out a record, a loss, or both of a record that is torn.
func (r *reader) yield(it item, yield func(*event.Record, error) bool) bool {
	if it.loss != "" {
		err := &loss.Error{Kind: it.loss, Source: r.src, Bytes: int64(it.size), Err: it.err}
		if !yield(nil, err) {
			return false
		}
		if it.loss != TornRecord || len(it.fields) == 0 {
			return true
		}
	}
	rec := &event.Record{Source: r.src, Fields: it.fields}
	rec.Source.Record = it.recordID()
	r.src.Index++
	return yield(rec, nil)
}
