package jsonl

import (
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
	unlike // the model at hand from here on
	alike  // a model from here on
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

	b       []byte
	outline        // of the record at hand
	shape   uint64 // a hash of its labels' numbers
	spans   []span // of its values
	lines   int    // line feeds in it
	plain   bool   // its texts are without a \u that veils a character
	why     error
	texts   []unescaped // those of its values that were read and are long

	passages passages
	deltas   []delta // the texts of the record that are like passages

	models models
	like   *model  // that the record is like at the place at hand
	own    outline // of the record, where it is not all that of a model
	at     place   // of walk
	odd    bool    // a name is one that must not be remembered
	news   news    // of the record's text
}

// span says where a value stands.
type span struct {
	from, to uint32 // without quotes
	form     form
}

// form is what kind of value a span holds, and what reading it takes.
type form uint8

const (
	null form = iota
	yes
	no
	number
	text
	escaped form = 1 << 7 // with text: it has escapes
	coded   form = 1 << 6 // with text: it has \u
	veiled  form = 1 << 5 // with text: and one of those veils a character
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
	s.models, s.passages = models{}, passages{}
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
	s.b, s.lines, s.plain, s.odd, s.why = b, 0, true, false, nil
	s.spans, s.shape, s.texts = s.spans[:0], 0, s.texts[:0]
	s.at = place{}
	s.passages.met, s.deltas = s.passages.met[:0], s.deltas[:0]
	s.own.reset()
	s.news.reset()
	n, st := s.read()
	if s.b = b[:n]; st == done {
		s.remember()
	}
	return n, st
}

// read is record by turns: along a model as far as the record is like it, and then
// field by field until it is like another.
func (s *scanner) read() (i int, st status) {
	if s.like = s.models.begin(); s.like == nil {
		s.news.open(0)
		i, st = s.walk(0)
	} else {
		i, st = s.follow(0, 0)
	}
	for {
		switch st {
		case unlike:
			i, st = s.walk(i)
		case alike:
			i, st = s.follow(i, s.like.start(len(s.spans)))
		default:
			return i, st
		}
	}
}

// turns reports whether the record may be like a model from its next value on, which
// is called name.
func (s *scanner) turns(name *scan.Name) bool {
	s.like = s.models.turn(scan.ShapeWith(s.shape, &name.Label), len(s.spans), name, &s.at)
	return s.like != nil
}

// remember lets the next records be like the one at hand.
func (s *scanner) remember() {
	if s.lines > 0 || s.odd || len(s.spans) == 0 || len(s.spans) > modelFields || len(s.b) > modelSize {
		return
	}
	m := s.like
	if m == nil {
		if m = s.models.of(s); m == nil {
			return
		}
	}
	if m.uses++; s.like == nil || m.uses%relearn == 0 {
		m.learn(s)
		s.news.As = append(s.news.As, &m.versions[m.version])
	}
	if len(s.passages.met) > 0 {
		s.news.As = s.passages.learn(s.b, s.news.As)
	}
	s.models.end(m)
}
