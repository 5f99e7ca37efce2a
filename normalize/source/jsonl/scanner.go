package jsonl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/normalize/source/internal/loss"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// status says how reading a piece of JSON ended.
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

// form is how a scalar is written.
type form uint8

const (
	plain   form = iota // a string that is its own value: ASCII, no escapes
	foreign             // a string with bytes above ASCII
	escaped             // a string with escapes
	integer
	decimal // a number with fraction or exponent
	yes
	no
	null // also an empty object or array
)

// span is a scalar found: nothing is copied or decoded yet.
type span struct {
	name     *scan.Name
	from, to uint32 // without the quotes
	form     form
}

func newScanner() *scanner {
	return &scanner{names: scan.Names{Make: func(parent *scan.Name, key string) *scan.Name {
		name := parent.Dotted(key)
		name.Verbatim = !strings.ContainsAny(key, "\"\\\n")
		return name
	}}}
}

// scanner reads one record in a single pass and leaves its scalars in spans.
type scanner struct {
	names scan.Names
	root  scan.Name
	spans []span

	ends    []int  // scratch of texts
	scratch []byte // likewise, and of key

	b   []byte
	i   int
	why error
}

// record reads the object that b begins with and returns its length.
func (s *scanner) record(b []byte) (int, status) {
	s.b, s.i, s.spans, s.why = b, 0, s.spans[:0], nil
	st := s.object(&s.root, 1)
	return s.i, st
}

// object reads an object, s.i being at its brace. name is the object's own.
func (s *scanner) object(name *scan.Name, depth int) status {
	if depth > scan.MaxDepth {
		return tooDeep
	}
	s.i++
	c, ok := s.next()
	if c == '}' {
		return s.empty(name)
	}
	var key *scan.Name
	for {
		if !ok {
			return short
		}
		if c != '"' {
			return s.unexpected(c, "a key")
		}
		var st status
		if key, st = s.key(name, key); st != done {
			return st
		}
		if c, ok = s.next(); !ok {
			return short
		}
		if c != ':' {
			return s.unexpected(c, "a colon")
		}
		s.i++
		if st = s.value(key, depth); st != done {
			return st
		}
		switch c, ok = s.next(); {
		case !ok:
			return short
		case c == '}':
			s.i++
			return done
		case c != ',':
			return s.unexpected(c, "a comma or brace")
		}
		s.i++
		c, ok = s.next()
	}
}

// array reads an array, s.i being at its bracket; its elements are all called name.
func (s *scanner) array(name *scan.Name, depth int) status {
	if depth > scan.MaxDepth {
		return tooDeep
	}
	s.i++
	if c, _ := s.next(); c == ']' {
		return s.empty(name)
	}
	for {
		if st := s.value(name, depth); st != done {
			return st
		}
		switch c, ok := s.next(); {
		case !ok:
			return short
		case c == ']':
			s.i++
			return done
		case c != ',':
			return s.unexpected(c, "a comma or bracket")
		}
		s.i++
	}
}

// empty ends an object or array without elements: a null of that name.
func (s *scanner) empty(name *scan.Name) status {
	s.i++
	if name == &s.root {
		return done
	}
	return s.add(name, 0, 0, null)
}

// value reads any value; depth is that of the object or array around it.
func (s *scanner) value(name *scan.Name, depth int) status {
	c, ok := s.next()
	if !ok {
		return short
	}
	switch c {
	case '"':
		s.i++
		from := s.i
		f, st := s.text()
		if st != done {
			return st
		}
		return s.add(name, from, s.i-1, f)
	case '{':
		return s.object(name, depth+1)
	case '[':
		return s.array(name, depth+1)
	case 't':
		return s.literal(name, "true", yes)
	case 'f':
		return s.literal(name, "false", no)
	case 'n':
		return s.literal(name, "null", null)
	}
	if c == '-' || '0' <= c && c <= '9' {
		return s.number(name)
	}
	return s.unexpected(c, "a value")
}

// key reads a key and returns its name below parent; prev is the key before it.
func (s *scanner) key(parent, prev *scan.Name) (*scan.Name, status) {
	from := s.i + 1
	// Fast path: it is the same key as in the last record.
	if g := parent.Guess(prev); g != nil && g.Verbatim {
		end := from + len(g.Key)
		if end < len(s.b) && s.b[end] == '"' && string(s.b[from:end]) == g.Key {
			s.i = end + 1
			return g, done
		}
	}
	s.i = from
	f, st := s.text()
	if st != done {
		return nil, st
	}
	key := s.b[from : s.i-1]
	if f != plain {
		s.scratch = decode(s.scratch[:0], key)
		key = s.scratch
	}
	name := s.names.Child(parent, prev, key)
	if name == nil {
		s.why = errLongName
		return nil, tooDeep
	}
	return name, done
}

func (s *scanner) add(name *scan.Name, from, to int, f form) status {
	if len(s.spans) == scan.MaxFields {
		return tooMany
	}
	s.spans = append(s.spans, span{name: name, from: uint32(from), to: uint32(to), form: f})
	return done
}

// next skips blanks and returns the byte behind them, false at the end.
func (s *scanner) next() (byte, bool) {
	for ; s.i < len(s.b); s.i++ {
		switch c := s.b[s.i]; c {
		case ' ', '\n', '\t', '\r':
		default:
			return c, true
		}
	}
	return 0, false
}

func (s *scanner) literal(name *scan.Name, word string, f form) status {
	b := s.b[s.i:]
	for i := range len(word) {
		if i == len(b) {
			return short
		}
		if b[i] != word[i] {
			s.i += i
			return s.unexpected(b[i], "rest of "+word)
		}
	}
	s.i += len(word)
	return s.add(name, 0, 0, f)
}

func (s *scanner) unexpected(c byte, want string) status {
	s.why = fmt.Errorf("%s expected instead of %q, %d bytes on", want, c, s.i)
	return malformed
}

var (
	errOpenString = errors.New("a string is not closed on its line")
	errEscape     = errors.New("a string has an escape that JSON does not know")
	errNumber     = errors.New("a number is not spelt as JSON spells it")
	errLongName   = errors.New("a name exceeds 4 KiB")
)
