// Package scan holds what the scanners of text formats stand on: a [Window]
// that slides over the input, the [Block] that it is cut into for several goroutines, and
// the [Names] of fields, kept once a file.
package scan

import (
	"bytes"
	"errors"
	"io"
)

// MaxRecord bounds the bytes of one record, and so the memory of a Window.
const MaxRecord = 64 << 20

// maxSize leaves room for the growth of a record that has not reached its bound.
const maxSize = MaxRecord + MaxRecord/8

// ErrFull says that the unread bytes have reached MaxRecord.
var ErrFull = errors.New("record exceeds 64 MiB")

const (
	firstSize = 128 << 10
	// eager is the size up to which every read, however small, is worth another
	// try at the record. Past it a record must have grown by an eighth, so that
	// a huge one coming in small pieces is not scanned from its start for each.
	eager = 64 << 10
)

// Measurer is a reader that knows how many bytes of its own input its output
// stands for: decoded UTF-16, say.
type Measurer interface {
	Start() int64           // input bytes before the first output byte
	Measure(p []byte) int64 // input bytes behind p, which begins and ends between characters
}

// Window is the unread part of an input, as much of it as has been asked for.
// It knows the place of its first byte in the input.
type Window struct {
	r       io.Reader
	m       Measurer // nil: bytes are the input's own
	buf     []byte
	pos     int
	offset  int64
	skipped int64
	newline int64
	end     int64 // how far to read, 0 for all: behind it a record of another piece begins
	err     error
}

// NewWindow returns an empty window at the start of r.
func NewWindow(r io.Reader) *Window {
	w := &Window{r: r}
	if m, ok := r.(Measurer); ok {
		w.m, w.offset = m, m.Start()
	}
	return w
}

// Piece is a piece of an input that knows its place in it.
type Piece struct {
	Data    []byte
	memory  []byte // that Data is in
	m       Measurer
	offset  int64
	newline int64
	end     int64 // as in Window
}

// Take makes p the first n unread bytes, which end between characters, with ahead
// bytes more that stay unread, the beginning of another record. Nothing but what is left is
// copied: p gets the memory of the window, and the window what p had.
func (w *Window) Take(p *Piece, n, ahead int) {
	left, spare := w.buf[w.pos+n:], p.memory
	*p = Piece{Data: w.buf[w.pos : w.pos+n+ahead], memory: w.buf, m: w.m, offset: w.offset, newline: w.newline}
	if ahead > 0 {
		p.end = int64(n)
	}
	w.Skip(n)
	if cap(spare) < 2*len(left) {
		spare = make([]byte, max(cap(w.buf), 2*len(left)))
	}
	w.buf, w.pos = append(spare[:0], left...), 0
}

// Reset makes w a window on p, which is all there is to read.
func (w *Window) Reset(p *Piece) {
	*w = Window{m: p.m, buf: p.Data, offset: p.offset, newline: p.newline, end: p.end, err: io.EOF}
}

// SeesNext reports whether the window ends with the beginning of a record of the next piece.
func (w *Window) SeesNext() bool { return w.end > 0 }

// AtNext reports whether that is all that is left.
func (w *Window) AtNext() bool { return w.end > 0 && w.skipped >= w.end }

// Bytes returns the unread bytes that are in memory. They are valid until the next More.
func (w *Window) Bytes() []byte { return w.buf[w.pos:] }

// Offset is the place of the first unread byte in the input.
func (w *Window) Offset() int64 { return w.offset }

// Skipped is how many bytes have been skipped.
func (w *Window) Skipped() int64 { return w.skipped }

// Line is the 1-based line of the first unread byte.
func (w *Window) Line() int64 { return w.newline + 1 }

// Skip moves the window past n bytes, which end between characters.
func (w *Window) Skip(n int) {
	w.Pass(n, bytes.Count(w.buf[w.pos:w.pos+n], newline))
}

// Pass is Skip for a caller that knows how many line feeds are among the bytes.
func (w *Window) Pass(n, newlines int) {
	p := w.buf[w.pos : w.pos+n]
	w.pos += n
	w.skipped += int64(n)
	w.newline += int64(newlines)
	if w.m != nil {
		w.offset += w.m.Measure(p)
	} else {
		w.offset += int64(n)
	}
}

var newline = []byte{'\n'}

// More reads further bytes behind the unread ones. Its error is io.EOF at the
// end, ErrFull when there is no room left, or what the reader said; it comes
// only when nothing was read.
func (w *Window) More() error {
	had := len(w.buf) - w.pos
	want := had + 1
	if had > eager {
		want = had + had/8
	}
	if had >= MaxRecord {
		return ErrFull
	}
	for len(w.buf)-w.pos < want && w.err == nil {
		w.read()
	}
	if len(w.buf)-w.pos > had {
		return nil
	}
	return w.err
}

// read makes room and reads once.
func (w *Window) read() {
	w.room()
	free := w.buf[len(w.buf):cap(w.buf)]
	for range 100 {
		n, err := w.r.Read(free)
		w.buf = w.buf[:len(w.buf)+n]
		w.err = err
		if n > 0 || err != nil {
			return
		}
	}
	w.err = io.ErrNoProgress
}

// room makes room behind the unread bytes: it moves them to the front, into a
// larger buffer when they fill half of this one. It waits with that until few
// have to be moved or there is no room at all.
func (w *Window) room() {
	size, n := cap(w.buf), len(w.buf)-w.pos
	if free := size - len(w.buf); free > 0 && (free >= size/4 || n >= size/4) {
		return
	}
	buf := w.buf[:n]
	if n >= size/2 && size < maxSize {
		buf = make([]byte, n, min(max(2*size, firstSize), maxSize))
	}
	copy(buf, w.buf[w.pos:])
	w.buf, w.pos = buf, 0
}
