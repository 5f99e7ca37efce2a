package winxml

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// status says how reading a piece of XML ended.
type status uint8

const (
	done      status = iota
	short            // the bytes ran out
	malformed        // why says how
	tooDeep
	tooMany
)

// kind is the kind of loss that a status stands for.
func (s status) kind() string {
	switch s {
	case tooDeep:
		return loss.TooDeep
	case tooMany:
		return loss.TooMany
	}
	return loss.Malformed
}

// piece is a stretch of text as it stands in the input.
type piece struct {
	from, to uint32
	cdata    bool // without references
}

// span is a field found: the pieces that its value is made of, nothing copied
// or decoded yet.
type span struct {
	name        *scan.Name
	first, last uint32 // in the scanner's pieces, last excluded
}

// scanner reads one event in a single pass and leaves its fields in spans.
type scanner struct {
	names  scan.Names
	root   scan.Name
	spans  []span
	pieces []piece
	open   []element
	attrs  []attr

	ends    []int  // of decodeAll
	scratch []byte // likewise, and of startData

	comment, cdata, instruction search

	b    []byte
	base int64 // where b stands in the input
	i    int
	why  error
}

func newScanner() *scanner {
	s := &scanner{}
	s.forget()
	s.restart()
	return s
}

// forget drops all names.
func (s *scanner) forget() {
	s.names, s.root = scan.Names{Make: makeName}, scan.Name{Key: "Event"}
}

// restart makes s ready for another input. Names that have become too many to keep are
// forgotten.
func (s *scanner) restart() {
	if s.names.Full() {
		s.forget()
	}
	s.comment, s.cdata, s.instruction = search{end: "-->"}, search{end: "]]>"}, search{end: "?>"}
}

// event reads the event that b begins with and returns its length; b stands at
// base in the input.
func (s *scanner) event(b []byte, base int64) (int, status) {
	s.b, s.base, s.i, s.why = b, base, 0, nil
	s.spans, s.pieces, s.open = s.spans[:0], s.pieces[:0], s.open[:0]
	st := s.startTag()
	for st == done && len(s.open) > 0 {
		st = s.content()
	}
	return s.i, st
}

// content reads text and the markup behind it.
func (s *scanner) content() status {
	n := bytes.IndexByte(s.b[s.i:], '<')
	if n < 0 || s.i+n+1 >= len(s.b) {
		return short
	}
	st := s.text(s.i, s.i+n, false)
	if s.i += n; st != done {
		return st
	}
	switch s.b[s.i+1] {
	case '/':
		return s.endTag()
	case '?':
		return s.skipPast(&s.instruction)
	case '!':
		return s.declaration()
	}
	return s.startTag()
}

// declaration reads a comment or a CDATA section.
func (s *scanner) declaration() status {
	const comment, cdata = "<!--", "<![CDATA["
	b := s.b[s.i:]
	switch {
	case bytes.HasPrefix(b, []byte(comment)):
		s.i += len(comment)
		return s.skipPast(&s.comment)
	case bytes.HasPrefix(b, []byte(cdata)):
		from := s.i + len(cdata)
		s.i = from
		if st := s.skipPast(&s.cdata); st != done {
			return st
		}
		return s.text(from, s.i-3, true)
	case len(b) < len(cdata) && (bytes.HasPrefix([]byte(cdata), b) || bytes.HasPrefix([]byte(comment), b)):
		return short
	}
	return s.fail("neither a comment nor CDATA")
}

// skipPast moves s.i behind the end of what it is in.
func (s *scanner) skipPast(to *search) status {
	n := to.index(s.b, s.i, s.base)
	if n < 0 {
		return short
	}
	s.i += n + len(to.end)
	return done
}

// startTag reads a start tag or an empty element's, s.i being at its "<".
func (s *scanner) startTag() status {
	from := s.i + 1
	to := nameEnd(s.b, from)
	if to == len(s.b) {
		return short
	}
	if to == from {
		return s.fail("a < that begins no tag")
	}
	s.i = to
	empty, st := s.attributes()
	if st != done {
		return st
	}
	if st := s.start(s.b[from:to]); st != done {
		return st
	}
	if empty {
		return s.end()
	}
	return done
}

// endTag reads the end tag of the innermost element.
func (s *scanner) endTag() status {
	tag := s.open[len(s.open)-1].tag
	b := s.b[s.i+2:]
	n := nameEnd(b, 0)
	for end := n; end < len(b); end++ {
		switch c := b[end]; {
		case isBlank(c):
		case c == '>' && bytes.Equal(b[:n], tag):
			s.i += 2 + end + 1
			return s.end()
		default:
			return s.fail(fmt.Sprintf("</%s> where </%s> belongs", b[:min(n, 100)], tag[:min(len(tag), 100)]))
		}
	}
	return short
}

func (s *scanner) fail(why string) status {
	s.why = fmt.Errorf("%s, %d bytes on", why, s.i)
	return malformed
}

var (
	errAnother  = errors.New("another event begins before its end")
	errLongName = errors.New("a name exceeds 4 KiB")
)
