package source

import (
	"io"
	"slices"
)

// maxHead bounds how much of a log is looked at to tell what it is.
const maxHead = 64 << 10

// head is a reader whose first bytes can be looked at before they are read.
type head struct {
	r   io.Reader
	b   []byte // what was looked at
	off int    // how much of it has been read
	err error
}

// more looks at further bytes and reports whether there were any. It takes what
// one read gives, so that a log that comes slowly is not waited for; one whose
// start says nothing is looked at in steps that double.
func (h *head) more() bool {
	had := len(h.b)
	want := had + 1
	if had > 512 {
		want = 2 * had
	}
	want = min(want, maxHead)
	for tries := 0; h.err == nil && len(h.b) < want; tries++ {
		h.b = slices.Grow(h.b, min(max(had, 4<<10), maxHead-len(h.b)))
		n, err := h.r.Read(h.b[len(h.b):min(cap(h.b), maxHead)])
		h.b, h.err = h.b[:len(h.b)+n], err
		if n > 0 {
			tries = 0
		} else if tries == 100 {
			h.err = io.ErrNoProgress
		}
	}
	return len(h.b) > had
}

// whole reports whether the bytes looked at are all there are.
func (h *head) whole() bool { return h.err != nil }

func (h *head) Read(p []byte) (int, error) {
	if h.off < len(h.b) {
		n := copy(p, h.b[h.off:])
		h.off += n
		return n, nil
	}
	h.b = nil
	if h.err != nil {
		return 0, h.err
	}
	return h.r.Read(p)
}
