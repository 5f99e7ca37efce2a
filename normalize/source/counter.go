package source

import (
	"errors"
	"io"
	"sync/atomic"
)

// counter counts the bytes that are read through it.
type counter struct {
	r io.Reader
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// ReadAt reads through where the counted reader can.
func (c *counter) ReadAt(p []byte, off int64) (int, error) {
	at, ok := c.r.(io.ReaderAt)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	n, err := at.ReadAt(p, off)
	c.n.Add(int64(n))
	return n, err
}
