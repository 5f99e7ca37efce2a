package winxml

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Block is the unit in which a log is decoded: a piece of whole events that stands on
// its own.
type Block struct {
	file  string
	piece scan.Piece
	size  int64 // of the piece, if the tag of an event can be seen behind it, else 0
	pool  *sync.Pool
	items []item // what was decoded already where the input could not be cut
}

// item is a record or an error.
type item struct {
	rec *event.Record
	err error
}

// blockSize is how much of the input a block holds, about.
const blockSize = 64 << 10

// Release says that the block is done with, so that its memory can be used again, and with it
// the texts of the records that a BlockDecoder made of it.
func (b *Block) Release() {
	if b.pool != nil {
		b.pool.Put(b)
	}
}

// Blocks yields the blocks of r, which is UTF-8 and called file. They may be decoded on
// other goroutines while Blocks reads on, and after it has ended. An error is the last
// thing yielded; what is lost, a BlockDecoder tells. Where events do not follow each other
// as Windows writes them, Blocks decodes them itself.
func Blocks(ctx context.Context, r io.Reader, file string) iter.Seq2[*Block, error] {
	return blocks(ctx, r, file, blockSize)
}

func blocks(ctx context.Context, r io.Reader, file string, size int) iter.Seq2[*Block, error] {
	return func(yield func(*Block, error) bool) {
		f := framer{r: newReader(scan.NewWindow(r), file), size: size}
		f.pool.New = func() any { return &Block{pool: &f.pool} }
		scan.EachBlock(ctx, f.next, yield)
	}
}

// framer cuts one input into blocks.
type framer struct {
	r    *reader
	size int
	pool sync.Pool
}

// next returns the next block, or io.EOF behind the last one. A block may come with the
// error that ends it.
func (f *framer) next() (*Block, error) {
	w := f.r.w
	var err error
	for len(w.Bytes()) <= f.size && err == nil {
		err = w.More()
	}
	b := w.Bytes()
	switch {
	case err == io.EOF && len(b) == 0:
		return nil, err
	case err == io.EOF && len(b) <= f.size:
		return f.cut(len(b), 0), nil
	}
	if n := lastEdge(b[:min(len(b), max(2*f.size, len(b)/2))]); n > 0 {
		return f.cut(n, len(eventTag)), nil
	}
	return f.decode()
}

// cut returns a block of the next n bytes, of which ahead bytes more may be seen.
func (f *framer) cut(n, ahead int) *Block {
	b := f.pool.Get().(*Block)
	b.file, b.size = f.r.src.File, 0
	if ahead > 0 {
		b.size = int64(n)
	}
	f.r.w.Take(&b.piece, n, ahead)
	return b
}

// decode returns a block that is decoded already.
func (f *framer) decode() (*Block, error) {
	b := &Block{}
	f.r.src.Index = 0
	for start := f.r.w.Skipped(); f.r.w.Skipped()-start < int64(f.size); {
		rec, err := f.r.next()
		if err != nil && !errors.Is(err, event.ErrSkip) {
			return b, err
		}
		b.items = append(b.items, item{rec, err})
	}
	return b, nil
}

// lastEdge returns the index of the last event in b that begins right behind another and is one
// whatever is before it, since it has the namespace; 0 when there is none, or where there is something
// that may hide tags: a comment, a CDATA section, an instruction in an event.
func lastEdge(b []byte) int {
	for end := len(b); ; {
		i := bytes.LastIndex(b[:end], []byte("</Event>"))
		if i < 0 {
			return 0
		}
		behind := i + len("</Event>")
		n := behind + len(b[behind:]) - len(bytes.TrimLeft(b[behind:], " \t\r\n"))
		if rest, ok := bytes.CutPrefix(b[n:], []byte(eventTag+"xmlns=")); ok && len(rest) > 0 && bytes.HasPrefix(rest[1:], []byte(namespace)) {
			if hides(b[:n]) {
				return 0
			}
			return n
		}
		end = i
	}
}

const eventTag = "<Event "

func hides(b []byte) bool {
	first := max(0, bytes.Index(b, []byte("<Event")))
	return bytes.Contains(b, []byte("<!")) || bytes.Contains(b[first:], []byte("<?"))
}

// BlockDecoder decodes blocks. It remembers the names that it has met and recycles its
// memory, so one should decode many blocks. It belongs to one goroutine.
type BlockDecoder struct {
	w scan.Window
	r *reader
}

// NewBlockDecoder returns a BlockDecoder, of sketches where it can.
func NewBlockDecoder(sketches bool) *BlockDecoder {
	d := &BlockDecoder{}
	d.r = newReader(&d.w, "")
	if sketches {
		d.r.sketch = &sketch{}
	}
	return d
}

// Records yields the records of b, and its losses as errors, as the function [Records]
// does. The memory of sketches is used again when the BlockDecoder is given another block.
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
		d.r.restart(b.file, b.size)
		for {
			rec, err := d.r.next()
			if err == io.EOF || !yield(rec, err) {
				return
			}
		}
	}
}
