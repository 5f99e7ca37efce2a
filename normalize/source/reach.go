package source

import (
	"io"
	"sync/atomic"
)

// reaching is a log that is read at any offset, by several goroutines perhaps,
// and not all of it: how far it has been read is the end of the last read.
type reaching struct {
	*io.SectionReader
	counters []*counter
}

// reachingOf returns r as a log to be read at any offset, if it can be.
func reachingOf(r io.Reader, in *counter) (*reaching, bool) {
	s, ok := r.(*io.SectionReader)
	if !ok {
		return nil, false
	}
	outer, offset, size := s.Outer()
	c, ok := outer.(*counter)
	if !ok {
		return nil, false
	}
	at, ok := c.r.(io.ReaderAt)
	if !ok {
		return nil, false
	}
	return &reaching{io.NewSectionReader(at, offset, size), []*counter{c, in}}, true
}

func (r *reaching) ReadAt(p []byte, off int64) (int, error) {
	n, err := r.SectionReader.ReadAt(p, off)
	r.reached(off + int64(n))
	return n, err
}

func (r *reaching) reached(end int64) {
	for _, c := range r.counters {
		raise(&c.n, end)
	}
}

// raise makes n at least to.
func raise(n *atomic.Int64, to int64) {
	for was := n.Load(); was < to && !n.CompareAndSwap(was, to); was = n.Load() {
	}
}
