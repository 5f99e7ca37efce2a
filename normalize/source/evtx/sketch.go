package evtx

import (
	"encoding/binary"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/binxml"
	"github.com/rulehound/rulehound/normalize/source/evtx/internal/wintype"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// sketch is a record of which no values have been read, an [event.Sketch]: which
// fields it has and which values they are is known from its layout.
type sketch struct {
	*layout
	d      *decoder
	at     span
	values []value   // of all its templates
	text   []byte    // scratch
	parts  [3][]byte // scratch
}

// sketched makes the record with an instance of t, whose values are on the stack,
// the sketch at hand, if it is nothing but plain values of templates. next is where
// they end. What may be wrong with other records shows when they are decoded.
func (d *decoder) sketched(t *template, next, end int) bool {
	if next < end && d.chunk[next]&^binxml.TokenMore != binxml.TokenEOF {
		return false
	}
	d.instances = append(d.instances[:0], instance{template: t})
	for i, v := range d.values {
		if v.typ == wintype.BinXML && !d.nested(v, i) {
			return false
		}
	}
	l := d.layoutOf()
	if l == nil || d.left.spend(l.cost) != nil {
		return false
	}
	if d.left.refers -= l.refers; d.left.refers < 0 {
		return false
	}
	d.left.fields -= len(l.labels)
	s := &d.sketch
	s.layout, s.d = l, d
	s.values, d.values = d.values, s.values[:0]
	d.recordID = s.recordID()
	return true
}

// nested puts the values of the template that is value i on the stack.
func (d *decoder) nested(v value, i int) bool {
	from := len(d.values)
	t, ok := d.single(v)
	if ok && t != nil {
		d.instances = append(d.instances, instance{t, i, from})
	}
	return ok
}

// recordID is what EventRecordID says.
func (s *sketch) recordID() uint64 {
	if s.recordField < 0 {
		return 0
	}
	if f := s.fields[s.recordField]; f.at >= 0 && s.values[f.at].kind == wintype.Uint64 { // Fast path: as Windows writes it.
		return binary.LittleEndian.Uint64(s.bytes(&s.values[f.at]))
	}
	return recordID(s.Value(s.recordField))
}

// Labels implements [event.Sketch], as do the next methods.
func (s *sketch) Labels() []*event.Label { return s.labels }

func (s *sketch) Shape() uint64 { return s.shape }

func (s *sketch) Value(i int) (v event.Value) {
	f := &s.fields[i]
	if f.at < 0 {
		return f.literal
	}
	at := &s.values[f.at]
	s.d.reader.Set(&v, at.typ, s.bytes(at))
	return v
}

// Raw is the bytes of a value, quoted if it is text.
func (s *sketch) Raw(i int) (raw []byte, quoted bool) {
	f := &s.fields[i]
	if f.at < 0 {
		return f.raw, true
	}
	at := &s.values[f.at]
	return s.bytes(at), at.typ == wintype.String || at.typ == wintype.ANSI
}

func (s *sketch) bytes(v *value) []byte { return s.d.chunk[v.offset : v.offset+uint32(v.size)] }

// Fields decodes the record once more.
func (s *sketch) Fields() event.Fields {
	s.d.asks = false
	fields, _ := s.d.decode(s.at.body())
	return fields
}

// Text is the values that are text, a line each, without a copy of the ASCII.
func (s *sketch) Text() (text []byte, plain bool) {
	text, ascii := append(s.text[:0], s.literals...), s.ascii
	for _, i := range s.texts {
		v := &s.values[i]
		b, n := s.bytes(v), len(text)
		if v.typ == wintype.ANSI {
			text = append(text, b...)
		} else if text = wintype.AppendUTF16(text, b); len(text)-n > len(b)/2 {
			ascii = false
		}
		text = append(text, '\n')
	}
	s.text = text
	return text, ascii || !scan.HidesASCII(text)
}

// Wide implements [event.WideSketch]: the literals, what is between the first and the last
// text of those at even places, and of those at odd ones.
func (s *sketch) Wide() [][]byte {
	if s.narrow {
		return nil
	}
	var from, to [2]uint32
	for _, i := range s.texts {
		v := &s.values[i]
		odd := v.offset & 1
		if to[odd] == 0 || v.offset < from[odd] {
			from[odd] = v.offset
		}
		to[odd] = max(to[odd], v.offset+uint32(v.size))
	}
	wide := append(s.parts[:0], s.wide)
	for odd := range from {
		if from[odd] < to[odd] {
			wide = append(wide, s.d.chunk[from[odd]:to[odd]])
		}
	}
	return wide
}

// Precedents are not known: texts are put together for each record.
func (s *sketch) Precedents() event.Precedents { return event.Precedents{} }
