package winxml

import (
	"bytes"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// attr is an attribute of the tag at hand.
type attr struct {
	key   []byte // without its prefix
	value piece
	skip  bool // a namespace, or used up
	space bool // the default namespace
}

// attributes reads the attributes of a tag into s.attrs, s.i being behind the
// tag's name, and the tag's end. It reports whether the element is empty.
func (s *scanner) attributes() (empty bool, st status) {
	s.attrs = s.attrs[:0]
	for {
		s.i = skipBlanks(s.b, s.i)
		rest := s.b[s.i:]
		switch {
		case len(rest) == 0, len(rest) == 1 && rest[0] == '/':
			return false, short
		case rest[0] == '>':
			s.i++
			return false, done
		case rest[0] == '/':
			s.i += 2
			if rest[1] != '>' {
				return false, s.fail("a / inside a tag")
			}
			return true, done
		}
		if st := s.attr(); st != done {
			return false, st
		}
	}
}

// attr reads one attribute.
func (s *scanner) attr() status {
	if len(s.attrs) == scan.MaxFields {
		return tooMany
	}
	from := s.i
	to := nameEnd(s.b, from)
	i := skipBlanks(s.b, to)
	if i == len(s.b) {
		return short
	}
	if to == from || s.b[i] != '=' {
		return s.fail("an attribute without a value")
	}
	i = skipBlanks(s.b, i+1)
	if i == len(s.b) {
		return short
	}
	quote := s.b[i]
	if quote != '"' && quote != '\'' {
		return s.fail("an attribute without quotes")
	}
	i++
	n := bytes.IndexByte(s.b[i:], quote)
	if n < 0 {
		return s.openValue(i)
	}
	if bytes.IndexByte(s.b[i:i+n], '<') >= 0 {
		return s.fail("a < inside an attribute")
	}
	key := s.b[from:to]
	a := attr{key: local(key), value: piece{from: uint32(i), to: uint32(i + n)}}
	a.space = string(key) == "xmlns"
	a.skip = a.space || len(key) > 6 && string(key[:6]) == "xmlns:"
	s.attrs = append(s.attrs, a)
	s.i = i + n + 1
	return done
}

// openValue says why an attribute's value has no end.
func (s *scanner) openValue(from int) status {
	if bytes.IndexByte(s.b[from:], '<') >= 0 {
		return s.fail("a < inside an attribute")
	}
	return short
}

// nameEnd returns the index behind the name that begins at b[i]; len(b) means
// that its end is not there yet.
func nameEnd(b []byte, i int) int {
	for i < len(b) && !endsName[b[i]] {
		i++
	}
	return i
}

var endsName = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, '>': true, '/': true, '=': true, '<': true}

func skipBlanks(b []byte, i int) int {
	for i < len(b) && isBlank(b[i]) {
		i++
	}
	return i
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
