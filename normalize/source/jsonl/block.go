package jsonl

import (
	"context"
	"io"
	"iter"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Block is the unit in which a log is decoded: a piece of whole records that
// stands on its own. Release says that it is done with.
type Block = scan.Block

// Blocks yields the blocks of r, which is UTF-8 and called file. They may be
// decoded on other goroutines while Blocks reads on, and after it has ended. An
// error is the last thing yielded; what is lost, a Decoder tells.
//
// JSON lines, and objects whose own braces stand at the left, are only looked
// through for places to cut. In whatever else, an array above all, Blocks finds the
// ends of records, and decodes the first of an array and what is around a loss itself.
// Blocks waits until a block is full; [Records] does not wait.
func Blocks(ctx context.Context, r io.Reader, file string) iter.Seq2[*Block, error] {
	return blocks(ctx, r, file, scan.BlockSize)
}

func blocks(ctx context.Context, r io.Reader, file string, size int) iter.Seq2[*Block, error] {
	return func(yield func(*Block, error) bool) {
		rd := newReader(scan.NewWindow(r), file)
		f := framer{Framer: scan.NewFramer(rd.w, file, size), r: rd}
		scan.EachBlock(ctx, f.next, yield)
	}
}

// framer cuts one input into blocks.
type framer struct {
	*scan.Framer
	r *reader  // stands between records
	s *scanner // finds the ends of records, where only that does; nil at first
}

// next returns the next block, or io.EOF behind the last one. A block may come
// with the error that ends it.
func (f *framer) next() (*Block, error) {
	b, last := f.Fill()
	if f.r.indent == 0 && f.r.arrays == 0 {
		if last {
			return f.Cut(len(b), 0)
		}
		if n := lastEdge(f.Most(b)); n > 0 {
			return f.Cut(n, 1)
		}
	}
	return f.whole(b)
}

// whole returns a block of the records that b begins with, in arrays too. What is no record,
// or not all there, comes in a block that is decoded already, up to a record that could be
// read.
func (f *framer) whole(b []byte) (*Block, error) {
	if n := f.records(b); n > 0 {
		f.r.edge, f.r.indent = brace, 0
		return f.Cut(n, 0)
	}
	f.r.src.Index = 0
	return f.Decode(f.r.Next, 1)
}

// records returns the length of the records that b begins with, as many as make a block.
func (f *framer) records(b []byte) int {
	if f.s == nil {
		f.s = newScanner()
	}
	f.s.recycle()
	end := 0
	r := reader{arrays: f.r.arrays, edge: f.r.edge} // looks ahead
	for end < f.Enough(b) {
		i, _ := r.separators(b[end:])
		from := end + i
		if r.arrays != f.r.arrays || from == len(b) || b[from] != '{' {
			break
		}
		if r.edge = r.edge.behind(b[end:from]); r.arrays > 0 && r.edge == lineEnd {
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
