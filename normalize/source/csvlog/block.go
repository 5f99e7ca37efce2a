package csvlog

import (
	"context"
	"io"
	"iter"
	"math"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/blocks"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Block is the unit in which a table is decoded: some rows, and the heading of all.
type Block struct {
	*scan.Block
	heading *heading
}

// Blocks yields the blocks of r, which is UTF-8 and called file, for decoders on other
// goroutines. An error is the last thing yielded; what is lost, a Decoder tells.
func Blocks(ctx context.Context, r io.Reader, file string) iter.Seq2[*Block, error] {
	return blocksOf(ctx, r, file, scan.BlockSize)
}

func blocksOf(ctx context.Context, r io.Reader, file string, size int) iter.Seq2[*Block, error] {
	return func(yield func(*Block, error) bool) {
		w := scan.NewWindow(r)
		f := framer{scan.NewFramer(w, file, size), &reader{w: w, draft: &blocks.Draft{}}}
		f.r.Restart(file)
		scan.EachBlock(ctx, f.next, func(b *scan.Block, err error) bool { return yield(&Block{b, f.r.heading}, err) })
	}
}

// framer cuts a table between rows.
type framer struct {
	*scan.Framer
	r *reader
}

// next returns the next block, or io.EOF behind the last one. A block may come with the
// error that ends it. The first row is decoded with the heading.
func (f *framer) next() (*scan.Block, error) {
	if f.r.heading == nil {
		return f.Decode(f.r.Next, 1)
	}
	b, last := f.Fill()
	if last {
		return f.Cut(len(b), 0)
	}
	n, err := f.r.end(min(len(b), f.Enough(b)))
	if err != nil && err != io.EOF { // also where the row is too large
		f.r.src.Index = 0
		return f.Decode(f.r.Next, math.MaxInt)
	}
	return f.Cut(n, 0)
}

// Decoder decodes blocks. It remembers the columns that it has met, and recycles its memory,
// so one should decode many blocks. It belongs to one goroutine.
type Decoder struct {
	blocks *scan.BlockDecoder
	r      *reader
}

// NewDecoder returns a Decoder, of sketches where it can.
func NewDecoder(sketches bool) *Decoder {
	r := &reader{w: &scan.Window{}, draft: blocks.NewDraft(), stays: true}
	if sketches {
		r.sketch = &sketch{}
	}
	return &Decoder{scan.NewBlockDecoder(r.w, r), r}
}

// Records yields the records of b, as [scan.BlockDecoder] does.
func (d *Decoder) Records(b *Block) iter.Seq2[*event.Record, error] {
	d.r.heading = b.heading
	return d.blocks.Records(b.Block)
}
