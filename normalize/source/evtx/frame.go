package evtx

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"sync"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Chunk is the unit in which logs are written and decoded: 64 KiB that stand on
// their own.
type Chunk struct {
	file   string
	offset int64
	size   int64       // how much of the file it takes
	at     io.ReaderAt // where the decoder reads it; nil if data holds it
	data   *[chunkSize]byte
	pool   *sync.Pool // of data
	carve  bool
}

// Release says that the chunk is done with, so that its memory can be used again.
func (c *Chunk) Release() {
	if c.data != nil {
		c.pool.Put(c.data)
		c.data = nil
	}
}

// Chunks yields the chunks of r, an EVTX file called file. They may be decoded
// on other goroutines while Chunks reads on, and after it has ended. An error is
// the last thing yielded.
//
// Where r has a size and can be read at any offset, Chunks reads the header
// only, and whoever decodes a chunk reads it.
func Chunks(ctx context.Context, r io.Reader, file string, opts ...Option) iter.Seq2[*Chunk, error] {
	return func(yield func(*Chunk, error) bool) {
		f := framer{file: file, in: r}
		for _, opt := range opts {
			opt(&f)
		}
		if at, ok := r.(sized); ok {
			f.at, f.in = at, io.NewSectionReader(at, 0, headerSize)
		}
		if err := f.header(); err != nil {
			yield(nil, err)
			return
		}
		scan.EachBlock(ctx, f.next, yield)
	}
}

// Option changes how a log is read.
type Option func(*framer)

// WithCarve reads what lies beyond the live records, too: records that Windows
// has given up, as far as they are left. Their Source says that they are carved.
func WithCarve() Option { return func(f *framer) { f.carve = true } }

// sized is an input that can be read at any offset.
type sized interface {
	io.ReaderAt
	Size() int64
}

// framer finds the chunks of one file.
type framer struct {
	file   string
	in     io.Reader
	at     sized // nil if in is all there is
	offset int64 // of the next chunk
	carve  bool
	pool   sync.Pool
}

// header reads the file's header. What it counts is not to be trusted: a log
// that was not closed has the counts of some time before. Where the header is
// damaged, a chunk must follow it.
func (f *framer) header() error {
	f.offset = headerSize
	f.pool.New = func() any { return new([chunkSize]byte) }
	head := make([]byte, headerSize)
	n, err := io.ReadFull(f.in, head)
	headless := !bytes.HasPrefix(head[:n], []byte(Magic))
	switch {
	case headless && n < headerSize:
		return f.notALog()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return f.failed(errors.New("the file ends in its header"))
	case err != nil:
		return f.failed(err)
	case headless:
		return f.chunkFollows()
	}
	return nil
}

func (f *framer) notALog() error { return f.failed(errors.New("not an EVTX file")) }

func (f *framer) failed(err error) error { return &fs.PathError{Op: "read", Path: f.file, Err: err} }

func (f *framer) chunkFollows() error {
	magic := make([]byte, len(chunkMagic))
	var err error
	if f.at != nil {
		_, err = f.at.ReadAt(magic, headerSize)
	} else {
		_, err = io.ReadFull(f.in, magic)
		f.in = io.MultiReader(bytes.NewReader(magic), f.in)
	}
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return f.failed(err)
	}
	if string(magic) != chunkMagic {
		return f.notALog()
	}
	return nil
}

// next returns the next chunk, or io.EOF behind the last one. A chunk may come
// with the error that ends it.
func (f *framer) next() (*Chunk, error) {
	c := &Chunk{file: f.file, offset: f.offset, carve: f.carve}
	f.offset += chunkSize
	if f.at != nil {
		c.at, c.size = f.at, min(chunkSize, f.at.Size()-c.offset)
		if c.size <= 0 {
			return nil, io.EOF
		}
		return c, nil
	}
	c.pool, c.data = &f.pool, f.pool.Get().(*[chunkSize]byte)
	n, err := io.ReadFull(f.in, c.data[:])
	c.size = int64(n)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	} else if err != nil && err != io.EOF {
		err = loss.Ended(f.file, c.offset+c.size, err)
	}
	if n == 0 {
		c.Release()
		return nil, err
	}
	return c, err
}
