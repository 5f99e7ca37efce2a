package blocks

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// Draft is where a format puts the fields of a record together. The records of a zero
// Draft own their memory; those of NewDraft live until Recycle.
type Draft struct {
	Fields event.Fields // of the record at hand
	reuse  *memory      // nil: there is none
}

// memory is what a Draft uses again.
type memory struct {
	fields  scan.Arena[event.Field]
	records scan.Arena[event.Record]
	texts   scan.Slab
	names   scan.Names // so that names live longer than the records
	root    scan.Name
	last    *scan.Name
}

// NewDraft returns a Draft that uses its memory again.
func NewDraft() *Draft {
	d := &Draft{reuse: &memory{}}
	d.reuse.forget()
	return d
}

// forget forgets all names.
func (m *memory) forget() {
	m.names = scan.Names{Make: func(_ *scan.Name, key string) *scan.Name { return &scan.Name{Key: key, Name: key} }}
	m.root = scan.Name{}
}

// Recycle says that all records that were made are done with.
func (d *Draft) Recycle() {
	if d.reuse == nil {
		return
	}
	m := d.reuse
	m.fields.Recycle()
	m.records.Recycle()
	m.texts.Recycle()
	if m.names.Full() {
		m.forget()
	}
}

// Begin begins a record.
func (d *Draft) Begin() {
	if d.Fields = nil; d.reuse != nil {
		d.Fields, d.reuse.last = d.reuse.fields.Room(64, 1<<10), nil
	}
}

// End returns the record at hand.
func (d *Draft) End(from event.Source) *event.Record {
	m := d.reuse
	if m == nil {
		return &event.Record{Source: from, Fields: d.Fields}
	}
	return m.record(event.Record{Source: from, Fields: m.fields.Keep(d.Fields)})
}

// EndSketch returns the record at hand as a sketch, which has its fields only until another
// one begins.
func (d *Draft) EndSketch(from event.Source, sketch event.Sketch) *event.Record {
	return d.reuse.record(event.Record{Source: from, Sketch: sketch})
}

func (m *memory) record(rec event.Record) *event.Record {
	return &m.records.Keep(append(m.records.Room(1, 1<<8), rec))[0]
}

// Add adds a field. Both texts live as long as the record at least.
func (d *Draft) Add(name, value string) {
	if d.reuse != nil {
		name = d.reuse.name(name)
	}
	d.Fields = append(d.Fields, event.Field{Name: name, Value: event.TextValue(value)})
}

// name returns name in memory that is not used again.
func (m *memory) name(name string) string {
	after := m.root.Guesses(m.last)
	if n := after[0]; n != nil && n.Key == name { // Fast path: as in the record before.
		m.last = n
		return n.Key
	}
	n := m.names.Child(&m.root, m.last, []byte(name))
	if n == nil {
		return strings.Clone(name) // longer than those that are kept
	}
	m.last = n
	return n.Key
}

// Room returns an empty slice with room for n bytes of a text, which the caller fills and
// gives to Keep.
func (d *Draft) Room(n int) []byte {
	if d.reuse == nil {
		return make([]byte, 0, n)
	}
	s := &d.reuse.texts
	if s.At+n > len(s.Buf) {
		s.Grow(s.At, n)
	}
	return s.Buf[s.At : s.At : s.At+n]
}

// Keep returns what the slice of the last Room was filled with as a text that lives as long as
// the record.
func (d *Draft) Keep(b []byte) string {
	if d.reuse != nil {
		d.reuse.texts.At += len(b)
	}
	return scan.View(b)
}
