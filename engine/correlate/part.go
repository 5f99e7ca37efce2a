package correlate

import (
	"encoding/binary"
	"math"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// A part is what is kept of an alert to show it as one of those that a
// correlation is made of: as one text, since there may be many.

// appendPart appends a's part.
func appendPart(b []byte, a *alert.Alert) []byte {
	s := &a.Event.Source
	carved := uint64(0)
	if s.Carved {
		carved = 1
	}
	b = appendTexts(b, a.ID, s.File, s.Format)
	for _, n := range []uint64{uint64(s.Index), s.Record, uint64(s.Line), uint64(s.Offset), carved, uint64(len(a.Matched))} {
		b = binary.AppendUvarint(b, n)
	}
	for i := range a.Matched {
		m := &a.Matched[i]
		b = appendTexts(b, m.Field, m.Value, m.Raw)
	}
	return b
}

func appendTexts(b []byte, texts ...string) []byte {
	for _, s := range texts {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// partID is the id of the alert that a part is of.
func partID(part string) string {
	d := decoder{rest: part}
	return d.text()
}

// readPart reads a part; false when it is none.
func readPart(part string) (alert.Part, bool) {
	d := decoder{rest: part}
	p := alert.Part{ID: d.text()}
	p.Source = event.Source{
		File: d.text(), Format: d.text(),
		Index: int64(d.number()), Record: d.number(), Line: int64(d.number()), Offset: int64(d.number()), Carved: d.number() == 1,
	}
	for range d.count() {
		p.Matched = append(p.Matched, alert.PartMatch{Field: d.text(), Value: d.text(), Raw: d.text()})
	}
	return p, !d.wrong && d.rest == ""
}

// decoder reads what was appended. What is not there is zero, and wrong.
type decoder struct {
	rest  string
	wrong bool
}

func (d *decoder) number() uint64 {
	v, shift := uint64(0), 0
	for i := range len(d.rest) {
		c := d.rest[i]
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return v
		}
		if shift += 7; shift > 63 {
			break
		}
	}
	d.rest, d.wrong = "", true
	return 0
}

// count reads the number of things that follow, each of a byte at least.
func (d *decoder) count() int {
	n := d.number()
	if n > uint64(len(d.rest)) || n > math.MaxInt32 {
		d.rest, d.wrong = "", true
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.count()
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}
