package scan

import (
	"errors"
	"io"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// BlockSize is how much of the input a block holds at least, if it is there, and
// half of what it holds at most: so little that it and what is made of it stay in a
// core's cache.
const BlockSize = 64 << 10

// Framer cuts an input into blocks, where its format says.
type Framer struct {
	w    *Window
	size int
	pool sync.Pool
}

// NewFramer returns a Framer of what is in w, which is called file, with blocks of about
// size bytes.
func NewFramer(w *Window, file string, size int) *Framer {
	f := &Framer{w: w, size: size}
	f.pool.New = func() any { return &Block{file: file, pool: &f.pool} }
	return f
}

// Fill returns the unread bytes, more than make a block, or else the last ones.
func (f *Framer) Fill() (b []byte, last bool) {
	var err error
	for len(f.w.Bytes()) <= f.size && err == nil {
		err = f.w.More()
	}
	b = f.w.Bytes()
	return b, err == io.EOF && len(b) <= f.size
}

// Enough is how much of b, which is in memory, makes a block: half of it at least, so
// that what is left and has to be copied halves, however much a huge record has brought.
func (f *Framer) Enough(b []byte) int { return max(f.size, len(b)/2) }

// Most is as much of b as a block may hold, and a byte to see what follows.
func (f *Framer) Most(b []byte) []byte { return b[:min(len(b), max(2*f.size+1, len(b)/2))] }

// Cut returns a block of the next n bytes, or io.EOF where there are none. Of the record
// behind it, the decoder may see ahead bytes, which say where it begins.
func (f *Framer) Cut(n, ahead int) (*Block, error) {
	if n == 0 {
		return nil, io.EOF
	}
	b := f.pool.Get().(*Block)
	f.w.Take(&b.piece, n, ahead)
	return b, nil
}

// Decode returns a block that is decoded already by next: up to so many records, of about
// as many bytes as make a block. It may come with the error that ends it.
func (f *Framer) Decode(next func() (*event.Record, error), records int) (*Block, error) {
	b := &Block{}
	for start := f.w.Skipped(); f.w.Skipped()-start < int64(f.size) && records > 0; {
		rec, err := next()
		if err != nil && !errors.Is(err, event.ErrSkip) {
			return b, err
		}
		if b.items = append(b.items, item{rec, err}); err == nil {
			records--
		}
	}
	return b, nil
}
