package source

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that a zstd stream may ask for.
const maxWindow = 128 << 20

var errTrailing = errors.New("other bytes follow the gzip data")

// gunzip reads gzip members that follow one another, and zeros behind them.
type gunzip struct {
	in *bufio.Reader
	z  *gzip.Reader
}

func newGunzip(r io.Reader) (*gunzip, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, packedError("gzip", err)
	}
	z.Multistream(false)
	return &gunzip{in, z}, nil
}

func (g *gunzip) Read(p []byte) (int, error) {
	for {
		n, err := g.z.Read(p)
		if err == io.EOF {
			err = g.next()
		}
		if n > 0 || err != nil {
			return n, packedError("gzip", err)
		}
	}
}

// next goes to the next member; io.EOF says that there is none.
func (g *gunzip) next() error {
	padded := false
	for {
		c, err := g.in.ReadByte()
		if err != nil {
			return err
		}
		if c != 0 {
			g.in.UnreadByte()
			break
		}
		padded = true
	}
	if b, _ := g.in.Peek(3); padded || sniffPacked(b) != gzipData {
		return errTrailing
	}
	if err := g.z.Reset(g.in); err != nil {
		return err
	}
	g.z.Multistream(false)
	return nil
}

// unzstd reads zstd frames.
type unzstd struct{ *zstd.Decoder }

func newUnzstd(r io.Reader) (unzstd, error) {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	return unzstd{d}, packedError("zstd", err)
}

func (u unzstd) Read(p []byte) (int, error) {
	n, err := u.Decoder.Read(p)
	return n, packedError("zstd", err)
}

func (u unzstd) Close() error {
	u.Decoder.Close()
	return nil
}

// packedError says what is wrong with compressed data.
func packedError(what string, err error) error {
	switch {
	case err == nil || err == io.EOF:
		return err
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return err // which says it
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the %s data is cut off: %w", what, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}
