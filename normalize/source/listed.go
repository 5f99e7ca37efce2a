package source

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// listed is a record that was decoded already as an [event.Sketch], so that no more of it
// is made than somebody wants. Its twin is the record.
type listed struct {
	fields event.Fields
	labels []*event.Label
	shape  uint64
	text   []byte // of all values
	ends   []int  // of each in it
	known  map[event.Label]*event.Label
}

// maxListed bounds the labels that are remembered.
const maxListed = 1 << 12

// sketch makes l the record at hand and returns it as a sketch, which is valid until the next
// call.
func (l *listed) sketch(rec *event.Record) *event.Record {
	if l.known == nil || len(l.known) > maxListed {
		l.known, l.labels = map[event.Label]*event.Label{}, l.labels[:0]
	}
	l.fields, l.shape, l.text, l.ends = rec.Fields, 0, l.text[:0], l.ends[:0]
	for i := range l.fields {
		f := &l.fields[i]
		if i == len(l.labels) {
			l.labels = append(l.labels, l.label(f))
		} else if was := l.labels[i]; was.Name != f.Name || was.Path != f.Path || was.Section != f.Section { // mostly it is as in the record before
			l.labels[i] = l.label(f)
		}
		l.shape = scan.ShapeWith(l.shape, l.labels[i])
		l.text = append(l.text, f.Value.Raw()...)
		l.ends = append(l.ends, len(l.text))
	}
	l.labels = l.labels[:len(l.fields)]
	return &event.Record{Source: rec.Source, Sketch: l}
}

// label returns the label of fields that are called as f is.
func (l *listed) label(f *event.Field) *event.Label {
	key := event.Label{Section: f.Section, Name: f.Name, Path: f.Path}
	label := l.known[key]
	if label == nil {
		label = &event.Label{Section: f.Section, Name: f.Name, Path: f.Path, Number: len(l.known)}
		l.known[key] = label
	}
	return label
}

// Labels implements [event.Sketch], as do the next methods.
func (l *listed) Labels() []*event.Label { return l.labels }

func (l *listed) Shape() uint64 { return l.shape }

func (l *listed) Value(i int) event.Value { return l.fields[i].Value }

func (l *listed) Fields() event.Fields { return slices.Clone(l.fields) }

func (l *listed) Raw(i int) (raw []byte, quoted bool) {
	from := 0
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.text[from:l.ends[i]], l.fields[i].Value.Kind() == event.Text
}

func (l *listed) Text() (text []byte, plain bool) { return l.text, !scan.HidesASCII(l.text) }

// Precedents are not known: texts are put together for each record.
func (l *listed) Precedents() event.Precedents { return event.Precedents{} }
