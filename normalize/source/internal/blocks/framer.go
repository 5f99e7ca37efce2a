package blocks

import (
	"bytes"
	"context"
	"io"
	"iter"
	"math"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Blocks yields the blocks of r, which is UTF-8 and called file, for decoders on other
// goroutines. An error is the last thing yielded; what is lost, a decoder tells.
func (g *Grammar) Blocks(ctx context.Context, r io.Reader, file string) iter.Seq2[*scan.Block, error] {
	return g.blocks(ctx, r, file, scan.BlockSize)
}

func (g *Grammar) blocks(ctx context.Context, r io.Reader, file string, size int) iter.Seq2[*scan.Block, error] {
	return func(yield func(*scan.Block, error) bool) {
		w := scan.NewWindow(r)
		f := framer{scan.NewFramer(w, file, size), newReader(g, w, &Draft{})}
		f.r.Restart(file)
		scan.EachBlock(ctx, f.next, yield)
	}
}

// NewDecoder returns a decoder of the blocks of whatever logs.
func (g *Grammar) NewDecoder(bool) *scan.BlockDecoder {
	w := &scan.Window{}
	return scan.NewBlockDecoder(w, newReader(g, w, NewDraft()))
}

// framer cuts one input into blocks, where records begin.
type framer struct {
	*scan.Framer
	r *reader
}

// next returns the next block, or io.EOF behind the last one. A block may come with the
// error that ends it.
func (f *framer) next() (*scan.Block, error) {
	b, last := f.Fill()
	if last {
		return f.Cut(len(b), 0)
	}
	n, err := f.r.edge(bytes.LastIndexByte(b[:min(len(b), f.Enough(b))], '\n') + 1)
	if err != nil && err != io.EOF { // also where the record is too large
		f.r.src.Index = 0
		return f.Decode(f.r.Next, math.MaxInt)
	}
	return f.Cut(n, min(Ahead, len(f.r.w.Bytes())-n))
}
