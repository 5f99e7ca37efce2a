package jsonl

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// model is a record that others are like: of the same fields, in the same order,
// with most values the same. Logs repeat so much that it is faster to look how far
// a record is like one before than to find its fields and values.
type model struct {
	outline
	text   []byte
	spans  []span
	shapes []uint64 // of the record up to each field
	long   []bool   // fields that may be as long as passages
	after  *model   // of the record that came next the last time
	uses   int

	versions [2]event.Precedent // the text and the one before it
	version  int
	folds    bool // there are characters in the text that fold to ASCII
}

const (
	modelSize   = 32 << 10 // bytes that a record has at most to be a model
	modelFields = 1 << 10  // and fields
	relearn     = 8        // after so many uses a model is replaced by the record at hand
)

// modelCost is about how many bytes a model of the record at hand takes.
func modelCost(s *scanner) int { return len(s.b) + 64*len(s.spans) + 256 }

// learn makes m a copy of the record at hand.
func (m *model) learn(s *scanner) {
	m.version ^= 1
	m.versions[m.version] = event.Precedent{}
	m.folds = scan.HidesASCII(s.b)
	m.text = append(m.text[:0], s.b...)
	m.spans = append(m.spans[:0], s.spans...)
	m.labels = append(m.labels[:0], s.labels...)
	m.named = append(m.named[:0], s.named...)
	m.moves = append(m.moves[:0], s.moves...)
	m.shapes = slices.Grow(m.shapes[:0], len(m.labels))
	shape := uint64(0)
	for _, l := range m.labels {
		shape = scan.ShapeWith(shape, l)
		m.shapes = append(m.shapes, shape)
	}
	m.long = slices.Grow(m.long, len(m.spans))[:len(m.spans)]
	for i, at := range m.spans {
		if at.form&text != 0 && at.to-at.from >= longPassage {
			m.long[i] = true
			s.passages.expect()
		}
	}
}

// start is where the value of field i begins in the text, with its quote.
func (m *model) start(i int) int {
	at := &m.spans[i]
	if at.form&text != 0 {
		return int(at.from) - 1
	}
	return int(at.from)
}

// end is where what is behind the value of field i begins.
func (m *model) end(i int) int {
	at := &m.spans[i]
	if at.form&text != 0 || m.isEmpty(i) {
		return int(at.to) + 1
	}
	return int(at.to)
}

// isEmpty reports whether field i is an object or array without elements: it stands
// where that ends.
func (m *model) isEmpty(i int) bool {
	return m.spans[i].from == m.spans[i].to && m.spans[i].form == null
}
