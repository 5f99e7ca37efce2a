package jsonl

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Block is the unit in which a log is decoded: a piece of whole records that
// stands on its own.
type Block struct {
	file  string
	size  int64
	piece scan.Piece
	whole bool // there is no more to see than the piece; else a brace is behind it
	pool  *sync.Pool
	items []item // what was decoded already where the input could not be cut
}

// item is a record or an error.
type item struct {
	rec *event.Record
	err error
}

// blockSize is how much of the input a block holds at least, if it is there, and
// half of what it holds at most: so little that it and what is made of it stay in a
// core's cache.
const blockSize = 64 << 10

// Size is how many bytes of the input, as UTF-8, the block takes.
func (b *Block) Size() int64 { return b.size }

// Release says that the block is done with, so that its memory can be used
// again, and with it the texts of the records that a Decoder made of it.
func (b *Block) Release() {
	if b.pool != nil {
		b.pool.Put(b)
	}
}

// Blocks yields the blocks of r, which is UTF-8 and called file. They may be
// decoded on other goroutines while Blocks reads on, and after it has ended. An
// error is the last thing yielded; what is lost, a Decoder tells.
//
// JSON lines, and objects whose own braces stand at the left, are only looked
// through for places to cut. In whatever else, an array above all, Blocks finds the
// ends of records, and decodes the first of an array and what is around a loss itself.
// Blocks waits until a block is full; [Records] does not wait.
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
	r    *reader  // stands between records
	s    *scanner // finds the ends of records, where only that does; nil at first
	size int
	pool sync.Pool
}

// next returns the next block, or io.EOF behind the last one. A block may come
// with the error that ends it.
func (f *framer) next() (*Block, error) {
	w := f.r.w
	var err error
	for len(w.Bytes()) <= f.size && err == nil {
		err = w.More()
	}
	b := w.Bytes()
	if err == io.EOF && len(b) == 0 && !f.r.inArray {
		return nil, err
	}
	if f.r.indent > 0 || f.r.inArray {
		return f.whole()
	}
	if err == io.EOF && len(b) <= f.size {
		return f.cut(len(b), 0), nil
	}
	if n := lastEdge(b[:min(len(b), max(2*f.size+1, f.enough(b)))]); n > 0 {
		return f.cut(n, 1), nil
	}
	return f.whole()
}

// enough is how much of b, which is in memory, makes a block: half of it at least, so
// that what is left and has to be copied halves, however much a huge record has brought.
func (f *framer) enough(b []byte) int { return max(f.size, len(b)/2) }

// cut returns a block of the next n bytes, of which ahead bytes more may be seen.
func (f *framer) cut(n, ahead int) *Block {
	b := f.pool.Get().(*Block)
	b.file, b.size, b.whole = f.r.src.File, int64(n), ahead == 0
	f.r.w.Take(&b.piece, n, ahead)
	return b
}

// whole returns a block of the records that come next, in arrays too. What is no record,
// or not all there, comes in a block that is decoded already.
func (f *framer) whole() (*Block, error) {
	if n := f.records(f.r.w.Bytes()); n > 0 {
		f.r.edge, f.r.indent = brace, 0
		return f.cut(n, 0), nil
	}
	return f.decode()
}

// records returns the length of the records that b begins with, as many as make a
// block.
func (f *framer) records(b []byte) int {
	if f.s == nil {
		f.s = newScanner()
	}
	f.s.recycle()
	end := 0
	r := reader{inArray: f.r.inArray, edge: f.r.edge} // looks ahead
	for end < f.enough(b) {
		i, _ := r.separators(b[end:])
		from := end + i
		if r.inArray != f.r.inArray || from == len(b) || b[from] != '{' {
			break
		}
		if r.edge = r.edge.behind(b[end:from]); r.inArray && r.edge == lineEnd {
			break // The array has ended without a bracket.
		}
		n, st := f.s.record(b[from:])
		if st != done {
			break
		}
		r.edge = brace
		end = from + n
	}
	return end
}

// decode returns a block that is decoded already, up to a record that could be read.
func (f *framer) decode() (*Block, error) {
	b := &Block{}
	start := f.r.w.Skipped()
	f.r.src.Index = 0
	for b.size < int64(f.size) {
		rec, err := f.r.next()
		b.size = f.r.w.Skipped() - start
		if err != nil && !errors.Is(err, event.ErrSkip) {
			return b, err
		}
		if b.items = append(b.items, item{rec, err}); err == nil {
			break
		}
	}
	return b, nil
}
