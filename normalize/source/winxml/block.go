package winxml

import (
	"bytes"
	"context"
	"io"
	"iter"
	"math"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Block is the unit in which a log is decoded: a piece of whole events that stands on
// its own. Release says that it is done with.
type Block = scan.Block

// Blocks yields the blocks of r, which is UTF-8 and called file. They may be decoded on
// other goroutines while Blocks reads on, and after it has ended. An error is the last
// thing yielded; what is lost, a BlockDecoder tells. Where events do not follow each other
// as Windows writes them, Blocks decodes them itself.
func Blocks(ctx context.Context, r io.Reader, file string) iter.Seq2[*Block, error] {
	return blocks(ctx, r, file, scan.BlockSize)
}

func blocks(ctx context.Context, r io.Reader, file string, size int) iter.Seq2[*Block, error] {
	return func(yield func(*Block, error) bool) {
		rd := newReader(scan.NewWindow(r), file)
		f := framer{scan.NewFramer(rd.w, file, size), rd}
		scan.EachBlock(ctx, f.next, yield)
	}
}

// framer cuts one input into blocks.
type framer struct {
	*scan.Framer
	r *reader
}

// next returns the next block, or io.EOF behind the last one. A block may come with the
// error that ends it.
func (f *framer) next() (*Block, error) {
	b, last := f.Fill()
	if last {
		return f.Cut(len(b), 0)
	}
	if n := lastEdge(f.Most(b)); n > 0 {
		return f.Cut(n, len(eventTag))
	}
	f.r.src.Index = 0
	return f.Decode(f.r.Next, math.MaxInt)
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

// BlockDecoder decodes blocks, whose events its method Records yields. It remembers names
// and recycles memory, so one should decode many blocks.
type BlockDecoder = scan.BlockDecoder

// NewBlockDecoder returns a BlockDecoder, of sketches where it can.
func NewBlockDecoder(sketches bool) *BlockDecoder {
	r := newReader(&scan.Window{}, "")
	if sketches {
		r.sketch = &sketch{}
	}
	return scan.NewBlockDecoder(r.w, r)
}
