package winxml

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
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

// element is an open element.
type element struct {
	tag    []byte // with its prefix
	name   *scan.Name
	prev   *scan.Name // of its last child
	pieces int        // where its text begins
	isData bool       // named by its Name attribute
	attrs  bool       // has other attributes
	kids   bool       // has elements
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

// start opens the element called tag, its attributes being in s.attrs.
func (s *scanner) start(tag []byte) status {
	if len(s.open) == scan.MaxDepth {
		return tooDeep
	}
	el := element{tag: tag, name: &s.root}
	if len(s.open) > 0 {
		parent := &s.open[len(s.open)-1]
		if string(local(tag)) == "Event" && s.isAnother(parent.name) {
			s.why = errAnother
			return malformed
		}
		parent.kids = true
		if st := s.flush(parent); st != done {
			return st
		}
		el.name, el.isData = s.child(parent, local(tag))
		if el.name == nil {
			s.why = errLongName
			return tooDeep
		}
		parent.prev = el.name
	}
	st := s.attrFields(&el)
	el.pieces = len(s.pieces)
	s.open = append(s.open, el)
	return st
}

// isAnother reports whether an Event that opens below parent is the next one,
// the one at hand having no end: user data may hold an element of that name.
func (s *scanner) isAnother(parent *scan.Name) bool {
	if parent.Section != event.UserData {
		return true
	}
	for _, a := range s.attrs {
		if a.space && string(s.b[a.value.from:a.value.to]) == namespace {
			return true
		}
	}
	return false
}

const namespace = "http://schemas.microsoft.com/win/2004/08/events/event"

// child names the element below parent. Data elements go by their Name, which
// is then no attribute any more.
func (s *scanner) child(parent *element, key []byte) (name *scan.Name, isData bool) {
	switch parent.name.Section {
	case event.EventData, event.UserData:
		if k := string(key); k != "Data" && k != "ComplexData" {
			break
		}
		for i := range s.attrs {
			if a := &s.attrs[i]; string(a.key) == "Name" && a.value.from < a.value.to {
				a.skip = true
				return s.names.Child(parent.name, parent.prev, s.decode(a.value)), true
			}
		}
		isData = true
	}
	return s.names.Child(parent.name, parent.prev, key), isData
}

// attrFields makes fields of the attributes of el.
func (s *scanner) attrFields(el *element) status {
	var prev *scan.Name
	for _, a := range s.attrs {
		if a.skip {
			continue
		}
		el.attrs = true
		if prev = s.names.Child(el.name.Attrs(), prev, a.key); prev == nil {
			s.why = errLongName
			return tooDeep
		}
		s.pieces = append(s.pieces, a.value)
		if st := s.add(prev, len(s.pieces)-1); st != done {
			return st
		}
	}
	return done
}

// text adds to the text of the innermost element.
func (s *scanner) text(from, to int, cdata bool) status {
	if from == to {
		return done
	}
	if len(s.pieces) > 2*scan.MaxFields {
		return tooMany
	}
	s.pieces = append(s.pieces, piece{uint32(from), uint32(to), cdata})
	return done
}

// end closes the innermost element and makes a field of its text.
func (s *scanner) end() status {
	last := len(s.open) - 1
	el := &s.open[last]
	st := done
	switch {
	case el.kids || el.attrs && !el.isData || isPart(el.name) || isVoid(el.name):
		st = s.flush(el)
	default:
		st = s.add(el.name, el.pieces)
	}
	s.open = s.open[:last]
	if last > 0 {
		s.open[last-1].pieces = len(s.pieces)
	}
	return st
}

// flush makes a field of the text of el, or of what stands between its
// elements, unless it is only layout.
func (s *scanner) flush(el *element) status {
	if s.isLayout(s.pieces[el.pieces:], el.kids || isPart(el.name)) {
		s.pieces = s.pieces[:el.pieces]
		return done
	}
	name := el.name
	if isPart(name) {
		name = &scan.Name{Name: name.Key, Section: name.Section}
		name.Label = event.Label{Section: name.Section, Name: name.Name, Number: -1}
	}
	st := s.add(name, el.pieces)
	el.pieces = len(s.pieces)
	return st
}

// isLayout reports whether the pieces are blank, or between elements no more
// than one of Event Viewer's tree markers.
func (s *scanner) isLayout(pieces []piece, between bool) bool {
	size := 0
	for _, p := range pieces {
		t := bytes.TrimSpace(s.b[p.from:p.to])
		if size += len(t); size > 1 || len(t) == 1 && (!between || t[0] != '-' && t[0] != '+') {
			return false
		}
	}
	return true
}

// add makes a field of the pieces from first on.
func (s *scanner) add(name *scan.Name, first int) status {
	if len(s.spans) == scan.MaxFields {
		return tooMany
	}
	s.spans = append(s.spans, span{name, uint32(first), uint32(len(s.pieces))})
	return done
}

func (s *scanner) fail(why string) status {
	s.why = fmt.Errorf("%s, %d bytes on", why, s.i)
	return malformed
}

var (
	errAnother  = errors.New("another event begins before its end")
	errLongName = errors.New("a name exceeds 4 KiB")
)
