package csvlog

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// sketch is the row that was read last, an [event.Sketch], so that no more of it is made than
// somebody wants: events may stand in its columns. Its twin is the record.
type sketch struct {
	row     string
	doubled bool // in the row, quotation marks stand twice
	fields  event.Fields
	labels  []*event.Label // of the fields
	shape   uint64
	text    []byte // scratch

	heading *heading
	columns []*event.Label // of the heading's columns, as far as they were met
	known   map[string]*event.Label
}

// maxKnown bounds the labels that are remembered.
const maxKnown = 1 << 12

// begin makes s that of a row below h.
func (s *sketch) begin(h *heading, row string) {
	s.row, s.doubled, s.labels, s.shape = row, false, s.labels[:0], 0
	if s.heading == h {
		return
	}
	s.heading, s.columns = h, s.columns[:0]
	if s.known == nil || len(s.known) > maxKnown {
		s.known = map[string]*event.Label{}
	}
}

// add adds the field of column i.
func (s *sketch) add(i int, doubled bool) {
	for n := len(s.columns); n <= i; n++ {
		s.columns = append(s.columns, s.label(s.heading.name(n)))
	}
	s.labels = append(s.labels, s.columns[i])
	s.shape = scan.ShapeWith(s.shape, s.columns[i])
	s.doubled = s.doubled || doubled
}

// label returns the label of columns that are called name.
func (s *sketch) label(name string) *event.Label {
	l := s.known[name]
	if l == nil {
		l = &event.Label{Name: name, Number: len(s.known)}
		s.known[name] = l
	}
	return l
}

// Labels implements [event.Sketch], as do the next methods.
func (s *sketch) Labels() []*event.Label { return s.labels }

func (s *sketch) Shape() uint64 { return s.shape }

func (s *sketch) Value(i int) event.Value { return s.fields[i].Value }

func (s *sketch) Fields() event.Fields { return slices.Clone(s.fields) }

func (s *sketch) Raw(i int) (raw []byte, quoted bool) {
	return scan.Bytes(s.fields[i].Value.Raw()), true
}

func (s *sketch) Text() (text []byte, plain bool) {
	text = scan.Bytes(s.row)
	if s.doubled {
		s.text = s.text[:0]
		for i := range s.fields {
			s.text = append(append(s.text, s.fields[i].Value.Raw()...), '\n')
		}
		text = s.text
	}
	return text, !scan.HidesASCII(text)
}

// Precedents are not known: texts are put together for each record.
func (s *sketch) Precedents() event.Precedents { return event.Precedents{} }
