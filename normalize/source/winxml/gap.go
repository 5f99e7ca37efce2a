package winxml

import (
	"bytes"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// maxTag bounds a tag between events: a "<" with no ">" so far off is text.
const maxTag = 4 << 10

// gap goes over what stands between events and counts the text in it.
type gap struct {
	w       *scan.Window
	comment *search
	lines   int64 // bytes of text on complete lines, blanks left out
	line    int64 // the same on the line at hand …
	last    byte  // … and the last of them
}

// find moves the window to the next start tag of an event. It returns io.EOF or
// what the input failed with when there is none.
func (g *gap) find() error {
	for {
		b := g.w.Bytes()
		i := bytes.IndexByte(b, '<')
		if i < 0 {
			i = len(b)
		}
		g.count(b[:i])
		g.w.Skip(i)
		if i < len(b) {
			isEvent, err := g.tag()
			if isEvent || err != nil {
				return err
			}
		} else if err := g.w.More(); err != nil {
			return err
		}
	}
}

// tag reports whether the window begins with the start tag of an event and
// otherwise moves past whatever the "<" begins.
func (g *gap) tag() (bool, error) {
	for {
		b := g.w.Bytes()
		n, isEvent := g.markup(b)
		if isEvent {
			return true, nil
		}
		if n > 0 {
			g.w.Skip(n)
			return false, nil
		}
		if n < 0 || g.w.More() != nil {
			g.count([]byte{'<'})
			g.w.Skip(1)
			return false, nil
		}
	}
}

// markup returns the length of the tag, comment or declaration that b begins
// with, or whether it is the start tag of an event; 0 says that b is too short
// to tell, -1 that it is text.
func (g *gap) markup(b []byte) (n int, isEvent bool) {
	if len(b) >= 4 && string(b[:4]) == "<!--" {
		n := g.comment.index(b, 4, g.w.Skipped())
		if n < 0 {
			return 0, false
		}
		return 4 + n + 3, false
	}
	i := 1 + bytes.IndexAny(b[1:min(len(b), maxTag)], "<> \t\r\n")
	if i == 0 {
		return undecided(b), false
	}
	name := bytes.TrimSuffix(b[1:i], []byte("/"))
	if b[i] != '<' && string(local(name)) == "Event" {
		return 0, true
	}
	if i == 1 {
		return -1, false
	}
	end := bytes.IndexAny(b[i:min(len(b), maxTag)], "<>")
	switch {
	case end < 0:
		return undecided(b), false
	case b[i+end] == '<':
		return -1, false
	}
	return i + end + 1, false
}

func undecided(b []byte) int {
	if len(b) < maxTag {
		return 0
	}
	return -1
}

// count adds up the text in p. Blanks, control characters and byte order marks
// are none, nor is a tree marker that has a line for itself.
func (g *gap) count(p []byte) {
	for _, c := range p {
		switch {
		case c == '\n':
			if g.line > 1 || g.last != '-' && g.last != '+' {
				g.lines += g.line
			}
			g.line = 0
		case c > ' ' && c != 0xEF && c != 0xBB && c != 0xBF:
			g.line++
			g.last = c
		}
	}
}

// text returns the bytes of text; that on the line of an event is a log header.
func (g *gap) text(beforeEvent bool) int64 {
	if !beforeEvent {
		g.count([]byte{'\n'})
	}
	return g.lines
}
