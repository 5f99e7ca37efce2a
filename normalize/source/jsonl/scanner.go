package jsonl

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

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

// scanner looks through records in a single pass and finds the names of their
// fields and where their values stand; values are read when they are asked for.
//
// Its methods take the index in b to go on at and return the one behind what
// they have read.
type scanner struct {
	names  *scan.Names
	root   *scan.Name
	slab   scan.Slab
	fields scan.Arena[event.Field]

	stays bool // the input stays as it is until recycle, so texts may be taken from it

	b      []byte
	labels []*event.Label // of the record at hand
	shape  uint64         // a hash of their numbers
	spans  []span         // of its values
	lines  int            // line feeds in it
	plain  bool           // its texts are without \u
	ascii  width          // of its characters
	why    error
}

// span says where a value stands.
type span struct {
	from, to uint32 // without quotes
	form     form
}

// width says whether a text has more than ASCII.
type width uint8

const (
	unknown width = iota
	narrow
	wide
)

// form is what kind of value a span holds, and what reading it takes.
type form uint8

const (
	null form = iota
	yes
	no
	number
	text
	escaped form = 1 << 7 // with text: it has escapes
)

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

// record looks through the object that b begins with and returns its length.
func (s *scanner) record(b []byte) (int, status) {
	s.b, s.lines, s.plain, s.ascii, s.why = b, 0, true, unknown, nil
	s.labels, s.spans, s.shape = s.labels[:0], s.spans[:0], 0
	n, st := s.object(s.root, 0, 1)
	s.b = b[:n]
	return n, st
}

// Labels implements [event.Sketch], as do the next methods.
func (s *scanner) Labels() []*event.Label { return s.labels }

func (s *scanner) Shape() uint64 { return s.shape }

func (s *scanner) Text() ([]byte, bool) {
	return s.b, s.plain && (s.isASCII() || !bytes.Contains(s.b, kelvin) && !bytes.Contains(s.b, longS))
}

// isASCII reports whether the record at hand has nothing but ASCII.
func (s *scanner) isASCII() bool {
	if s.ascii == unknown {
		s.ascii = wide
		if isASCII(s.b) {
			s.ascii = narrow
		}
	}
	return s.ascii == narrow
}

// The characters that fold to ASCII letters.
var kelvin, longS = []byte("\u212a"), []byte("\u017f")

func (s *scanner) Raw(i int) ([]byte, bool) {
	at := &s.spans[i]
	return s.b[at.from:at.to], at.form&text == text
}

func (s *scanner) Fields() event.Fields {
	if len(s.spans) == 0 {
		return nil
	}
	n := len(s.spans)
	list := s.fields.Room(n, max(n, usualFields))[:n]
	for i, l := range s.labels {
		f := &list[i]
		*f = event.Field{Name: l.Name, Path: l.Path, Value: s.Value(i)}
	}
	return s.fields.Keep(list)
}

func (s *scanner) Value(i int) event.Value {
	at := &s.spans[i]
	raw := s.b[at.from:at.to]
	switch at.form &^ escaped {
	case text:
		return event.TextValue(s.text(raw, at.form))
	case number:
		return s.number(raw)
	case yes:
		return valueYes
	case no:
		return valueNo
	}
	return event.Value{}
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
		if i+1 < len(s.b) && s.b[i] == ',' && s.b[i+1] == '"' { // Fast path: no blanks.
			i++
			continue
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
	return i + 1, s.add(name, span{})
}

// value reads any value; depth is that of the object or array around it.
func (s *scanner) value(name *scan.Name, i, depth int) (int, status) {
	i, c := s.next(i)
	switch c {
	case '"':
		at, i, st := s.findText(i + 1)
		if st != done {
			return i, st
		}
		return i, s.add(name, at)
	case '{':
		return s.object(name, i, depth+1)
	case '[':
		return s.array(name, i, depth+1)
	case 't':
		return s.literal(name, i, "true", yes)
	case 'f':
		return s.literal(name, i, "false", no)
	case 'n':
		return s.literal(name, i, "null", null)
	}
	if c == '-' || '0' <= c && c <= '9' {
		return s.findNumber(name, i)
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
	if kid := g[0]; kid != nil && kid.Leads(s.b[i:]) {
		return kid, i + len(kid.Lead), done
	}
	if kid := g[1]; kid != nil && kid.Leads(s.b[i:]) {
		g[0], g[1] = kid, g[0]
		return kid, i + len(kid.Lead), done
	}
	at, i, st := s.findText(i + 1)
	if st != done {
		return nil, i, st
	}
	key := s.b[at.from:at.to]
	if at.form != text || !utf8.Valid(key) {
		key = []byte(s.text(key, at.form))
	}
	name := s.names.Child(parent, prev, key)
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

func (s *scanner) add(name *scan.Name, at span) status {
	if len(s.spans) == scan.MaxFields {
		return tooMany
	}
	s.shape = (s.shape + uint64(name.Label.Number)) * 0x9e3779b97f4a7c15
	s.labels = append(s.labels, &name.Label)
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

func (s *scanner) literal(name *scan.Name, i int, word string, f form) (int, status) {
	for k := range len(word) {
		if i+k >= len(s.b) || s.b[i+k] != word[k] {
			return s.unexpected(i+k, "rest of "+word)
		}
	}
	return i + len(word), s.add(name, span{uint32(i), uint32(i + len(word)), f})
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
