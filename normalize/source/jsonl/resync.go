package jsonl

import (
	"bytes"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
)

// lost skips the record that the window begins with and says what was lost.
// An error of the input is left for the next read.
func (r *reader) lost(kind string, why error) error {
	e := &loss.Error{Kind: kind, Source: r.src, Err: why}
	s := skipper{indent: r.indent, junk: r.w.Bytes()[0] != '{', inArray: r.arrays > 0}
	for {
		b := r.w.Bytes()
		n, found := s.skip(b)
		r.pass(n, bytes.Count(b[:n], feed))
		if found || r.w.More() != nil {
			break
		}
	}
	r.indent = s.column
	e.Bytes = r.w.Offset() - r.src.Offset
	return e
}

// skipper finds the end of something that could not be read, byte by byte and
// without looking back, so that nothing of it has to stay in memory.
type skipper struct {
	indent  int  // how far right a line's object may begin to be the next record
	junk    bool // what is skipped is no object: it has no end of its own
	inArray bool

	moved    bool // past the first byte
	depth    int
	inString bool
	escaped  bool
	newLine  bool // only blanks since the last line feed …
	column   int  // … and how many of them
}

// skip returns how many bytes of b to leave out, and whether the end of what is
// lost, or the beginning of the next record, comes right after them.
func (s *skipper) skip(b []byte) (int, bool) {
	for i, c := range b {
		switch {
		case c == '{' && s.moved && s.begins(), c == ']' && s.closes():
			return i, true
		case c == '\n':
			s.newLine, s.column, s.inString, s.escaped = true, 0, false, false
			continue
		case s.newLine && (c == ' ' || c == '\t'):
			s.column++
			continue
		case s.newLine && c == '\r':
			continue
		}
		s.moved, s.newLine, s.column = true, false, 0
		if s.ends(c) {
			return i + 1, true
		}
	}
	return len(b), false
}

// begins reports whether an object that opens here is the next record.
func (s *skipper) begins() bool {
	if s.newLine {
		return s.column <= s.indent
	}
	return s.junk && s.inArray && !s.inString
}

// closes reports whether a bracket here ends the array that junk stands in.
func (s *skipper) closes() bool { return s.junk && s.inArray && !s.inString && s.depth <= 0 }

// ends follows strings and brackets and reports whether c closes the object.
func (s *skipper) ends(c byte) bool {
	switch {
	case s.escaped:
		s.escaped = false
	case s.inString:
		s.escaped = c == '\\'
		s.inString = c != '"'
	case c == '"':
		s.inString = true
	case c == '{' || c == '[':
		s.depth++
	case c == '}' || c == ']':
		s.depth--
		return s.depth == 0 && !s.junk
	}
	return false
}

var feed = []byte{'\n'}
