package evtx

import (
	"io"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// firstRead is how much of a chunk is read to see what else of it is worth
// reading.
const firstRead = 4 << 10

// load returns what there is of the chunk up to the end of its live records, or
// all of it; buf is the memory for what it has to read. In an unused part of the
// log, which may be large, it reads no more than some samples.
//
// A log may be written, or become shorter, while it is read: load returns what
// it finds, and the records say themselves whether they are whole.
func (c *Chunk) load(buf []byte) ([]byte, error) {
	if c.at == nil {
		return c.data[:c.size], nil
	}
	buf = buf[:c.size]
	n, err := c.read(buf, 0, firstRead)
	if n < firstRead || err != nil {
		return buf[:n], err
	}
	end := len(buf)
	switch free := freeSpace(buf); {
	case c.carve:
	case !isChunk(buf):
		if used(buf[:n]) == 0 && c.empty(buf) {
			return buf[:n], nil
		}
	case free >= chunkHeader && free <= end:
		if end = free; end <= n {
			return buf[:end], nil
		}
	}
	more, err := c.read(buf, n, end)
	return buf[:n+more], err
}

// read reads the chunk's bytes from one place to another, or up to where the
// file ends.
func (c *Chunk) read(buf []byte, from, to int) (int, error) {
	if to = min(to, len(buf)); from >= to {
		return 0, nil
	}
	n, err := c.at.ReadAt(buf[from:to], c.offset+int64(from))
	if err != nil && err != io.EOF {
		return n, loss.Ended(c.file, c.offset+int64(from+n), err)
	}
	return n, nil
}

// sampleAt are the places of a chunk that seems empty where it is looked at: behind
// the first read, and at the ends of the blocks of 16 KiB in which such logs are
// written and lost.
var sampleAt = [...]int{firstRead, 16<<10 - sampleSize, 32<<10 - sampleSize, 48<<10 - sampleSize, 64<<10 - sampleSize}

const sampleSize = 512

// empty reports whether the chunk, of which buf has room for all, is zero where it
// is looked at.
func (c *Chunk) empty(buf []byte) bool {
	for _, at := range sampleAt {
		n, err := c.read(buf, at, at+sampleSize)
		if err != nil || used(buf[at:at+n]) > 0 {
			return false
		}
	}
	return true
}
