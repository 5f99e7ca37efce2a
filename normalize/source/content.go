package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/zip"

	"github.com/rulehound/rulehound/normalize/source/evtx"
	"github.com/rulehound/rulehound/normalize/source/internal/framed"
	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// maxLayers bounds compression around compression, and archives in archives.
const maxLayers = 4

var (
	errLayers = fmt.Errorf("compressed more than %d times over", maxLayers)
	errNested = fmt.Errorf("archives more than %d deep in one another", maxLayers)
)

// content is what is left when everything around it is opened: a log or an archive.
type content struct {
	name    string
	format  format
	in      *counter    // of a log
	r       io.Reader   // in, a text in UTF-8
	archive *zip.Reader // of an archive
	depth   int         // archives around it
	opener  *opener
	aside   func() int64 // what was left out around the events, when all is read
	close   func() error
}

// opener opens contents.
type opener struct {
	forced format
	evtx   []evtx.Option
}

// open opens r, which is called name.
func (o *opener) open(r io.Reader, name string) (*content, error) {
	return o.inside(r, name, 0)
}

// inside opens r, which is depth archives deep.
func (o *opener) inside(r io.Reader, name string, depth int) (*content, error) {
	c := &content{name: name, depth: depth, opener: o, aside: func() int64 { return 0 }, close: func() error { return nil }}
	err := c.unwrap(r)
	if err != nil {
		c.close()
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return c, nil
}

// unwrap opens one layer after another until it comes to a log or an archive.
func (c *content) unwrap(r io.Reader) error {
	for range maxLayers + 1 {
		h := &head{r: r}
		switch f := c.opener.sniff(h); f {
		case gzipData:
			z, err := newGunzip(h)
			if err != nil {
				return err
			}
			r = z
		case zstdData:
			z, err := newUnzstd(h)
			if err != nil {
				return err
			}
			r, c.close = z, both(z.Close, c.close)
		case zipData:
			return c.unzip(r, h)
		case unknown:
			return refusal(h)
		default:
			c.format, c.in = f, &counter{r: h}
			c.r = c.in
			text := h.b
			if at, ok := reachingOf(r, c.in); ok && f == evtxLog {
				c.r = at
			} else if enc := encodingOf(text); f != evtxLog && enc != utf8Text {
				c.r, text = &utf8Reader{r: c.in, enc: enc}, enc.decode(text)
			}
			if f == jsonLog {
				c.r, c.aside = framed.Reader(c.r, text)
			}
			return nil
		}
	}
	return errLayers
}

// sniff is sniff, but for a format that was asked for.
func (o *opener) sniff(h *head) format {
	f := sniff(h)
	switch {
	case o.forced == unknown, f == gzipData, f == zstdData, f == zipData, len(h.b) == 0:
		return f
	}
	return o.forced
}

// unzip opens an archive: r, the beginning of which is in h. An archive that is
// a file of its own is read in place.
func (c *content) unzip(r io.Reader, h *head) error {
	if c.depth == maxLayers {
		return errNested
	}
	if _, ok := r.(*io.SectionReader); !ok {
		r = h
	}
	z, closes, err := openZip(r)
	if err != nil {
		return err
	}
	c.format, c.archive, c.close = zipData, z, both(closes, c.close)
	return nil
}

// left counts in s what was left out around the events, when all is read.
func (c *content) left(s *Stats) {
	if n := c.aside(); n > 0 {
		s.addLoss(Loss{Kind: loss.Aside, Count: n})
	}
}

// refusal says why nothing can be read from h.
func refusal(h *head) error {
	switch {
	case h.err != nil && h.err != io.EOF:
		return h.err
	case len(h.b) == 0:
		return ErrEmpty
	case h.whole() && len(scan.TrimBlanks(h.b)) == 0:
		return fmt.Errorf("%w but for %d blanks", ErrEmpty, len(h.b))
	}
	return fmt.Errorf("%w: %s", ErrUnknownFormat, describe(h.b))
}

func both(a, b func() error) func() error {
	return func() error { return errors.Join(a(), b()) }
}
