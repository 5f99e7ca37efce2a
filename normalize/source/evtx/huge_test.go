package evtx_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// huge is a log that takes no room: its chunks are made when they are read, and
// are zeros where there is none.
type huge struct {
	size  int64
	chunk func(n int64) []byte // nil for an empty slot
	read  int64
}

func (h *huge) Size() int64              { return h.size }
func (h *huge) Read([]byte) (int, error) { panic("read in a row") }
func (h *huge) ReadAt(p []byte, off int64) (int, error) {
	clear(p)
	h.read += int64(len(p))
	if off < 4<<10 {
		copy(p, evtx.Magic[off:])
		return len(p), nil
	}
	n, at := (off-4<<10)>>16, (off-4<<10)&0xffff
	if c := h.chunk(n); c != nil {
		copy(p, c[at:])
	}
	if rest := h.size - off; int64(len(p)) > rest {
		return int(rest), io.EOF
	}
	return len(p), nil
}

// TestSparse reads a log of 5 GiB of which one chunk is in use, beyond what 32
// bits count: of the others a ninth is looked at at most.
func TestSparse(t *testing.T) {
	if testing.Short() {
		t.Skip("looks at 80,000 chunks")
	}
	const last = 80_000
	c, _ := three()
	live := c.Bytes()
	h := &huge{size: 4<<10 + (last+1)<<16, chunk: func(n int64) []byte {
		if n == last {
			return live
		}
		return nil
	}}
	var offsets []int64
	for rec, err := range evtx.Records(context.Background(), h, "a.evtx") {
		if err != nil {
			t.Fatal(err)
		}
		offsets = append(offsets, rec.Source.Offset)
	}
	if len(offsets) != 3 || offsets[0] != 4<<10+last<<16+512 {
		t.Errorf("records at %d", offsets)
	}
	if h.read > h.size/9 {
		t.Errorf("%d of %d bytes read", h.read, h.size)
	}
}

// TestConstantMemory decodes 3,000 chunks, each of which has a template, a kind
// of event and texts of its own, and looks at what the decoder holds on to.
func TestConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 3,000 chunks")
	}
	const chunks = 3000
	chunk := func(n int64) []byte {
		c := evtxtest.NewChunk()
		for range 2 {
			c.Event(evtxtest.Event{ID: uint16(n), Computer: fmt.Sprint("HOST", n), Channel: fmt.Sprint("Channel ", n),
				Data: []evtxtest.Datum{{Name: fmt.Sprint("Name", n), Value: evtxtest.Value{Type: evtxtest.String, Data: evtxtest.UTF16(fmt.Sprintf("%01000d", n))}}}})
		}
		return c.Bytes()
	}
	h := &huge{size: 4<<10 + chunks<<16, chunk: chunk}
	d := evtx.NewDecoder(evtx.Selection{Event: func(evtx.Kind) evtx.Want { return evtx.SomeFields }, Sketch: true})
	before, records := held(), 0
	for c, err := range evtx.Chunks(context.Background(), h, "a.evtx") {
		if err != nil {
			t.Fatal(err)
		}
		for range d.Records(c) {
			records++
		}
		c.Release()
	}
	if grown := held() - before; records != 2*chunks || grown > 48<<20 {
		t.Errorf("%d records, after which %d bytes are held", records, grown)
	}
	runtime.KeepAlive(d)
}

// held is how much memory is in use.
func held() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
