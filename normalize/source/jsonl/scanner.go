package jsonl

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
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

// scanner turns records into fields in a single pass: it reads each byte once
// and writes names, values and texts to where they stay.
//
// Its methods take the index in b to go on at and return the one behind what
// they have read.
type scanner struct {
	names  *scan.Names
	root   *scan.Name
	slab   scan.Slab
	fields scan.Arena[event.Field]

	b     []byte
	list  event.Fields // of the record at hand
	lines int          // line feeds in it
	why   error
}

// usualFields is how many fields to provide for, in memory that the runtime
// still allocates cheaply, without locks.
const usualFields = 400

func newScanner() *scanner {
	s := &scanner{}
	s.forget()
	return s
}

// forget drops all names.
func (s *scanner) forget() {
	s.root = &scan.Name{}
	s.names = &scan.Names{Make: func(parent *scan.Name, key string) *scan.Name {
		name := parent.Dotted(key)
		if !strings.ContainsAny(key, "\"\\\n") {
			name.Lead = `"` + key + `":`
		}
		return name
	}}
}

// recycle writes over the records read before. Names that have become too many
// to keep are forgotten.
func (s *scanner) recycle() {
	s.slab.Recycle()
	s.fields.Recycle()
	if s.names.Full() {
		s.forget()
	}
}

// record reads the object that b begins with into s.list and returns its length.
func (s *scanner) record(b []byte) (int, status) {
	s.b, s.lines, s.why = b, 0, nil
	s.list = s.fields.Room(len(s.list)+8, usualFields) // mostly it has about as many as the last one
	buf, at := s.slab.Buf, s.slab.At
	n, st := s.object(s.root, 0, 1)
	if st != done {
		s.slab.Rewind(buf, at)
		return n, st
	}
	if s.list = s.fields.Keep(s.list); len(s.list) == 0 {
		s.list = nil
	}
	return n, done
}

// object reads an object, i being at its brace. name is the object's own.
func (s *scanner) object(name *scan.Name, i, depth int) (int, status) {
	if depth > scan.MaxDepth {
		return i, tooDeep
	}
	i, c := s.next(i + 1)
	if c == '}' {
		return s.empty(name, i)
	}
	var key *scan.Name
	var st status
	for {
		if c != '"' {
			return s.unexpected(i, "a key")
		}
		if key, i, st = s.key(name, key, i); st != done {
			return i, st
		}
		if i, st = s.value(key, i, depth); st != done {
			return i, st
		}
		if i, c = s.next(i); c != ',' {
			break
		}
		i, c = s.next(i + 1)
	}
	if c != '}' {
		return s.unexpected(i, "a comma or brace")
	}
	return i + 1, done
}

// array reads an array, i being at its bracket; its elements are all called name.
func (s *scanner) array(name *scan.Name, i, depth int) (int, status) {
	if depth > scan.MaxDepth {
		return i, tooDeep
	}
	i, c := s.next(i + 1)
	if c == ']' {
		return s.empty(name, i)
	}
	for {
		var st status
		if i, st = s.value(name, i, depth); st != done {
			return i, st
		}
		if i, c = s.next(i); c != ',' {
			break
		}
		i++
	}
	if c != ']' {
		return s.unexpected(i, "a comma or bracket")
	}
	return i + 1, done
}

// empty ends an object or array without elements: a null of that name.
func (s *scanner) empty(name *scan.Name, i int) (int, status) {
	if name == s.root {
		return i + 1, done
	}
	return i + 1, s.add(name, event.Value{})
}

// value reads any value; depth is that of the object or array around it.
func (s *scanner) value(name *scan.Name, i, depth int) (int, status) {
	i, c := s.next(i)
	switch c {
	case '"':
		raw, i, st := s.text(i + 1)
		if st != done {
			return i, st
		}
		return i, s.add(name, event.TextValue(raw))
	case '{':
		return s.object(name, i, depth+1)
	case '[':
		return s.array(name, i, depth+1)
	case 't':
		return s.literal(name, i, "true", valueYes)
	case 'f':
		return s.literal(name, i, "false", valueNo)
	case 'n':
		return s.literal(name, i, "null", event.Value{})
	}
	if c == '-' || '0' <= c && c <= '9' {
		return s.number(name, i)
	}
	return s.unexpected(i, "a value")
}

var (
	valueYes = event.BoolValue(true)
	valueNo  = event.BoolValue(false)
)

// key reads a key and the colon behind it, i being at its quote, and returns its
// name below parent; prev is the key before it.
func (s *scanner) key(parent, prev *scan.Name, i int) (*scan.Name, int, status) {
	// Fast path: it is one of the two keys that came here before.
	g := parent.Guesses(prev)
	for _, kid := range g {
		if kid != nil && kid.Lead != "" && len(s.b)-i >= len(kid.Lead) && string(s.b[i:i+len(kid.Lead)]) == kid.Lead {
			g.Take(kid)
			return kid, i + len(kid.Lead), done
		}
	}
	key, i, st := s.text(i + 1)
	if st != done {
		return nil, i, st
	}
	s.slab.At -= len(key) // names keep their own
	name := s.names.Child(parent, prev, s.slab.Buf[s.slab.At:s.slab.At+len(key)])
	if name == nil {
		s.why = errLongName
		return nil, i, tooDeep
	}
	i, c := s.next(i)
	if c != ':' {
		i, st = s.unexpected(i, "a colon")
		return nil, i, st
	}
	return name, i + 1, done
}

func (s *scanner) add(name *scan.Name, v event.Value) status {
	n := len(s.list)
	if n == scan.MaxFields {
		return tooMany
	}
	if n == cap(s.list) {
		s.list = append(s.list, event.Field{})
	}
	s.list = s.list[:n+1]
	f := &s.list[n]
	f.Name, f.Path, f.Section, f.Value = name.Name, name.Path, name.Section, v
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

func (s *scanner) literal(name *scan.Name, i int, word string, v event.Value) (int, status) {
	for k := range len(word) {
		if i+k >= len(s.b) || s.b[i+k] != word[k] {
			return s.unexpected(i+k, "rest of "+word)
		}
	}
	return i + len(word), s.add(name, v)
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
