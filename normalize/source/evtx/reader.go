package evtx

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/event"
)

// Format is what Source.Format says of the records.
const Format = "evtx"

// Magic is what an EVTX file begins with.
const Magic = "ElfFile\x00"

const headerSize = 4 << 10

// The kinds of loss that only this format has; like those of the loss package
// they are stable words.
const (
	BadChunk     = "bad chunk"          // 64 KiB that are neither a chunk nor empty
	BadChecksum  = "bad checksum"       // a chunk that was changed; its records are read all the same
	TornRecord   = "torn record"        // written in part, overwritten, or zeroed
	LostTemplate = "lost template"      // what describes the record was in another one that is lost
	LostCarved   = "lost carved record" // a record beyond the live ones of which too little is left
)

// Records yields the events in r, an EVTX file; file is the name they carry.
// They own their memory. If r has a size and can be read at any offset, as an
// io.SectionReader, only the parts of it that hold records are read.
//
// A record or chunk that cannot be read is an error wrapping [event.ErrSkip],
// and reading goes on behind it. Any other error is the last thing yielded.
// Records that Windows has given up, in the free space behind a chunk's last
// one, are not in the log and are left out, see [WithCarve].
func Records(ctx context.Context, r io.Reader, file string, opts ...Option) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		d := NewDecoder(Selection{})
		var index int64
		for c, err := range Chunks(ctx, r, file, opts...) {
			if err != nil {
				yield(nil, err)
				return
			}
			for rec, err := range d.decode(c, false) {
				if rec != nil {
					rec.Source.Index = index
					index++
				}
				if !yield(rec, err) || err != nil && !errors.Is(err, event.ErrSkip) {
					return
				}
			}
			c.Release()
		}
	}
}
