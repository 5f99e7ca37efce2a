package jsonl

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// walk reads on field by field from i, behind a value or at the beginning of the
// record, to the record's end, or to the next value if the record may be like a model
// from there on.
func (s *scanner) walk(i int) (int, status) {
	var prev *scan.Name // of the value before
	var st status
	if n := len(s.spans); n == 0 {
		i, st = s.enter(s.root, i, '{')
	} else {
		prev, i, st = s.onward(s.own.named[n-1], i)
	}
	for first := true; st == done && s.at.depth > 0; {
		name := s.at.in
		if !s.at.inArray() {
			if name, i, st = s.key(name, prev, i); st != done {
				break
			}
		}
		var c byte
		if i, c = s.next(i); c == '{' || c == '[' {
			depth := s.at.depth
			if i, st = s.enter(name, i, c); st != done {
				break
			}
			if s.at.depth > depth {
				prev = nil
				continue
			}
		} else {
			if first && beginsScalar(c) && s.turns(name) {
				return i, alike
			}
			var at span
			if at, i, st = s.value(i, c); st != done {
				break
			}
			if st = s.add(name, at); st != done {
				break
			}
			first = false
		}
		prev = name
		if i+1 < len(s.b) && s.b[i] == ',' && s.b[i+1] == '"' && !s.at.inArray() { // Fast path: no blanks.
			i++
			continue
		}
		prev, i, st = s.onward(prev, i)
	}
	s.like, s.outline = nil, s.own
	s.news.end(i)
	return i, st
}

// onward reads from i, behind a value, up to the next key or element, or behind the
// record. It returns the name of the value, or of the object or array that ended last.
func (s *scanner) onward(prev *scan.Name, i int) (*scan.Name, int, status) {
	for {
		var c byte
		switch i, c = s.next(i); {
		case c == ',':
			i, _ = s.next(i + 1)
			return prev, i, done
		case c == ']' && s.at.inArray(), c == '}' && !s.at.inArray():
			prev = s.at.in
			s.at.leave()
			i++
			if s.at.depth == 0 {
				return prev, i, done
			}
			s.own.moves = append(s.own.moves, move{len(s.spans), s.at})
		case s.at.inArray():
			i, st := s.unexpected(i, "a comma or bracket")
			return prev, i, st
		default:
			i, st := s.unexpected(i, "a comma or brace")
			return prev, i, st
		}
	}
}

// enter goes into the object or array called name that c opens at i. If it is empty,
// it is a null, and enter goes behind it.
func (s *scanner) enter(name *scan.Name, i int, c byte) (int, status) {
	if s.at.depth == scan.MaxDepth {
		return i, tooDeep
	}
	i, next := s.next(i + 1)
	switch {
	case next != c+2: // what closes it
		s.at.enter(name, c == '[')
		s.own.moves = append(s.own.moves, move{len(s.spans), s.at})
		return i, done
	case s.at.depth == 0:
		return i + 1, done
	}
	return i + 1, s.add(name, span{uint32(i), uint32(i), null})
}

// beginsScalar reports whether a text, number, bool or null may begin with c.
func beginsScalar(c byte) bool {
	return c == '"' || '0' <= c && c <= '9' || c == '-' || c == 't' || c == 'f' || c == 'n'
}

// value reads any value but an object or array; c is its first byte.
func (s *scanner) value(i int, c byte) (span, int, status) {
	switch c {
	case '"':
		return s.findText(i + 1)
	case 't':
		return s.literal(i, "true", yes)
	case 'f':
		return s.literal(i, "false", no)
	case 'n':
		return s.literal(i, "null", null)
	}
	if c == '-' || '0' <= c && c <= '9' {
		return s.findNumber(i)
	}
	i, st := s.unexpected(i, "a value")
	return span{}, i, st
}

// key reads a key and the colon behind it, i being at its quote, and returns its
// name below parent; prev is the key before it.
func (s *scanner) key(parent, prev *scan.Name, i int) (*scan.Name, int, status) {
	// Fast path: it is one of the two keys that came here before.
	if parent.Lucky() {
		g := parent.Guesses(prev)
		if kid := g[0]; kid != nil && kid.Leads(s.b[i:]) {
			return kid, i + len(kid.Lead), done
		}
		if kid := g[1]; kid != nil && kid.Leads(s.b[i:]) {
			g[0], g[1] = kid, g[0]
			return kid, i + len(kid.Lead), done
		}
	}
	if i >= len(s.b) || s.b[i] != '"' {
		i, st := s.unexpected(i, "a key")
		return nil, i, st
	}
	at, i, st := s.findText(i + 1)
	if st != done {
		return nil, i, st
	}
	var name *scan.Name
	key := s.b[at.from:at.to]
	if at.form == text {
		name = s.names.Known(parent, prev, key)
	}
	if name == nil {
		if at.form != text || !utf8.Valid(key) {
			key = []byte(s.text(key, at.form))
		}
		if name = s.names.Child(parent, prev, key); name == nil {
			s.why = errLongName
			return nil, i, tooDeep
		}
	}
	s.odd = s.odd || at.form&coded != 0 || name.Label.Number < 0
	i, c := s.next(i)
	if c != ':' {
		i, st = s.unexpected(i, "a colon")
		return nil, i, st
	}
	return name, i + 1, done
}

func (s *scanner) add(name *scan.Name, at span) status {
	if len(s.spans) == scan.MaxFields {
		return tooMany
	}
	s.shape = scan.ShapeWith(s.shape, &name.Label)
	s.own.add(name)
	s.spans = append(s.spans, at)
	return done
}

// next skips blanks and returns the byte behind them, 0 at the end.
func (s *scanner) next(i int) (int, byte) {
	if i < len(s.b) && s.b[i] > ' ' {
		return i, s.b[i]
	}
	return s.blanks(i)
}

// blanks is next where there is a blank, or the end.
func (s *scanner) blanks(i int) (int, byte) {
	for ; i < len(s.b); i++ {
		switch c := s.b[i]; c {
		case '\n':
			s.lines++
		case ' ', '\t', '\r':
		default:
			return i, c
		}
	}
	return i, 0
}

func (s *scanner) literal(i int, word string, f form) (span, int, status) {
	for k := range len(word) {
		if i+k >= len(s.b) || s.b[i+k] != word[k] {
			i, st := s.unexpected(i+k, "rest of "+word)
			return span{}, i, st
		}
	}
	return span{uint32(i), uint32(i + len(word)), f}, i + len(word), done
}

// unexpected says that what stands at i should be something else, unless that is
// the end.
func (s *scanner) unexpected(i int, want string) (int, status) {
	if i >= len(s.b) {
		return i, short
	}
	s.why = fmt.Errorf("%s expected instead of %q, %d bytes on", want, s.b[i], i)
	return i, malformed
}

var (
	errOpenString = errors.New("a string is not closed on its line")
	errEscape     = errors.New("a string has an escape that JSON does not know")
	errNumber     = errors.New("a number is not spelt as JSON spells it")
	errLongName   = errors.New("a name exceeds 4 KiB")
)
