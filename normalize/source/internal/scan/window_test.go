package scan_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

func TestWindow(t *testing.T) {
	w := scan.NewWindow(iotest.OneByteReader(strings.NewReader("ab\ncd")))
	for len(w.Bytes()) < 4 {
		if err := w.More(); err != nil {
			t.Fatal(err)
		}
	}
	w.Skip(3)
	if got := string(w.Bytes()); got != "c" || w.Offset() != 3 || w.Line() != 2 {
		t.Errorf("%q at %d:%d", got, w.Line(), w.Offset())
	}
	if err := w.More(); err != nil || string(w.Bytes()) != "cd" {
		t.Errorf("%q, %v", w.Bytes(), err)
	}
	if err := w.More(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

// A large record is tried again only when it has grown by an eighth, a small
// one at once.
func TestWindowGrowth(t *testing.T) {
	w := scan.NewWindow(iotest.HalfReader(io.LimitReader(zeros{}, 100<<20)))
	tries := 0
	var err error
	for err == nil {
		err = w.More()
		tries++
	}
	if err != scan.ErrFull || len(w.Bytes()) < scan.MaxRecord || len(w.Bytes()) > scan.MaxRecord*9/8 || tries > 100 {
		t.Errorf("%d bytes after %d tries: %v", len(w.Bytes()), tries, err)
	}
	w.Skip(len(w.Bytes()))
	if err := w.More(); err != nil {
		t.Errorf("after making room: %v", err)
	}
}

func TestWindowErrors(t *testing.T) {
	broken := errors.New("broken")
	w := scan.NewWindow(io.MultiReader(strings.NewReader("x"), iotest.ErrReader(broken)))
	if err := w.More(); err != nil || string(w.Bytes()) != "x" {
		t.Errorf("%q, %v", w.Bytes(), err)
	}
	for range 2 {
		if err := w.More(); err != broken {
			t.Errorf("got %v", err)
		}
	}
	if err := scan.NewWindow(idle{}).More(); err != io.ErrNoProgress {
		t.Errorf("a reader that gives nothing: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }
