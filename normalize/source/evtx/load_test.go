package evtx_test

import (
	"bytes"
	"context"
	"io"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/evtxtest"
)

// file is a log that counts what is read of it, and may be changed meanwhile.
type file struct {
	b    []byte
	size int64
	read int
}

func (f *file) Size() int64              { return f.size }
func (f *file) Read([]byte) (int, error) { panic("read in a row") }
func (f *file) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(f.b)) {
		return 0, io.EOF
	}
	n := copy(p, f.b[off:])
	f.read += n
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func TestReadsNoMoreThanIsUsed(t *testing.T) {
	c, at := three()
	log := append(evtxtest.File(c), make([]byte, 20*64<<10)...)
	f := &file{b: log, size: int64(len(log))}
	n := 0
	for _, err := range evtx.Records(context.Background(), f, "a.evtx") {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if limit := 8<<10 + at[3] + 20*7<<10; n != 3 || f.read > limit {
		t.Errorf("%d records, %d of %d bytes read, want at most %d", n, f.read, len(log), limit)
	}
}

// TestLostHead reads slots of which only one block of 16 KiB is left. They are not
// taken for empty ones.
func TestLostHead(t *testing.T) {
	for block := range 4 {
		log := append(evtxtest.File(), make([]byte, 64<<10)...)
		from := 4<<10 + block*16<<10
		copy(log[from:from+16<<10], bytes.Repeat([]byte("x"), 16<<10))
		_, losses := read(t, &file{b: log, size: int64(len(log))})
		if kinds(losses) != "1 bad chunk" {
			t.Errorf("block %d: lost: %s", block, kinds(losses))
		}
	}
}

// TestShrinks cuts a log off after its first records have been read.
func TestShrinks(t *testing.T) {
	c, _ := three()
	log := evtxtest.File(c, c, c)
	f := &file{b: bytes.Clone(log), size: int64(len(log))}
	n := 0
	for rec, err := range evtx.Records(context.Background(), f, "a.evtx") {
		if err != nil {
			t.Fatal(err)
		}
		if n++; rec.Source.Index == 0 {
			f.b = f.b[:4<<10+64<<10]
		}
	}
	if n != 3 {
		t.Errorf("%d records, want the three that were there", n)
	}
}

// TestGrows reads a chunk whose header already counts a record that is not
// written yet.
func TestGrows(t *testing.T) {
	c, at := three()
	log := evtxtest.File(c)
	clear(log[4<<10+at[2] : 4<<10+at[3]])
	f := &file{b: log, size: int64(len(log))}
	ids := 0
	for _, err := range evtx.Records(context.Background(), f, "a.evtx") {
		if err == nil {
			ids++
		}
	}
	if ids != 2 {
		t.Errorf("%d records, want the two that are whole", ids)
	}
}
