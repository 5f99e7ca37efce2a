package scan

import (
	"io"
	"iter"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
)

// Block is the unit in which a log is decoded: a piece of whole records that
// stands on its own.
type Block struct {
	file  string
	piece Piece
	pool  *sync.Pool
	items []item // what was decoded already where the input could not be cut
}

// item is a record or an error.
type item struct {
	rec *event.Record
	err error
}

// Release says that the block is done with, so that its memory can be used
// again, and with it the texts of the records that a BlockDecoder made of it.
func (b *Block) Release() {
	if b.pool != nil {
		b.pool.Put(b)
	}
}

// BlockDecoder decodes blocks. It remembers the names that it has met, from
// whatever file, and recycles its memory, so one should decode many blocks. It
// belongs to one goroutine.
type BlockDecoder struct {
	w *Window
	r Reader
}

// Reader reads the records of a format from a window.
type Reader interface {
	// Restart makes the Reader ready for another input, called file, in its window.
	// Records read before may be written over.
	Restart(file string)
	// Next returns the next record, a loss, io.EOF, or what the input failed with.
	Next() (*event.Record, error)
}

// NewBlockDecoder returns a BlockDecoder of what r reads from w.
func NewBlockDecoder(w *Window, r Reader) *BlockDecoder { return &BlockDecoder{w, r} }

// Records yields the records of b, and its losses as errors, as if they were read
// in a row. Their memory is used again when the BlockDecoder is given another
// block, or this one is released: what is kept beyond that must be cloned.
// Source.Index counts the records of the block.
func (d *BlockDecoder) Records(b *Block) iter.Seq2[*event.Record, error] {
	return func(yield func(*event.Record, error) bool) {
		for _, it := range b.items {
			if !yield(it.rec, it.err) {
				return
			}
		}
		if b.items != nil {
			return
		}
		d.w.Reset(&b.piece)
		d.r.Restart(b.file)
		for {
			rec, err := d.r.Next()
			if err == io.EOF || !yield(rec, err) {
				return
			}
		}
	}
}
