package hits

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// run is a sorted list of hits in a temporary file: the place of each, the
// length of its alerts, and those.
type run struct {
	f   *os.File
	r   *bufio.Reader
	buf []byte // of the hit at hand
}

// spill writes hits, which are sorted, to a new run.
func spill(hits []Hit) (*run, error) {
	f, err := os.CreateTemp("", "rulehound-alerts-*")
	if err != nil {
		return nil, err
	}
	r := &run{f: f}
	if err := r.write(hits); err != nil {
		r.remove()
		return nil, fmt.Errorf("alerts do not fit into memory, and writing them to %s failed: %w", f.Name(), err)
	}
	r.r = bufio.NewReaderSize(f, runBuffer)
	return r, nil
}

const runBuffer = 64 << 10

func (r *run) write(hits []Hit) error {
	w := bufio.NewWriterSize(r.f, runBuffer)
	var head []byte
	for i := range hits {
		h := &hits[i]
		head = binary.AppendVarint(head[:0], h.Time.Unix())
		head = binary.AppendVarint(head, int64(h.Time.Nanosecond()))
		head = binary.AppendVarint(head, int64(h.Input))
		head = binary.AppendVarint(head, h.Seq)
		head = binary.AppendVarint(head, int64(len(h.Packed)))
		w.Write(head)
		w.Write(h.Packed) // a bufio.Writer keeps its first error
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := r.f.Seek(0, io.SeekStart)
	return err
}

// next returns the run's next hit, which is valid until the call after, false at its
// end.
func (r *run) next() (Hit, bool, error) {
	if _, err := r.r.Peek(1); errors.Is(err, io.EOF) {
		return Hit{}, false, nil
	}
	var head [5]int64
	for i := range head {
		var err error
		if head[i], err = binary.ReadVarint(r.r); err != nil {
			return Hit{}, false, r.broken(err)
		}
	}
	n := int(head[4])
	r.buf = slices.Grow(r.buf[:0], n)[:n]
	if _, err := io.ReadFull(r.r, r.buf); err != nil {
		return Hit{}, false, r.broken(err)
	}
	return Hit{time.Unix(head[0], head[1]).UTC(), int(head[2]), head[3], r.buf}, true, nil
}

func (r *run) broken(err error) error { return fmt.Errorf("alerts kept in %s: %w", r.f.Name(), err) }

func (r *run) remove() {
	r.f.Close()
	os.Remove(r.f.Name())
}
