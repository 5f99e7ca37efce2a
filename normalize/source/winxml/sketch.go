package winxml

import (
	"bytes"
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// sketch is the event that a scanner read last, an [event.Sketch]. Its texts are
// decoded, as references may stand for anything, but nothing was made of them.
type sketch struct {
	labels []*event.Label
	shape  uint64
	text   []byte
	ends   []int
	slab   scan.Slab
}

// Sketch is Fields for the same texts as a sketch, which is valid until the next call. It
// is nil for what is cut off or broken, and where what the fields are hangs on their values.
func (d *Decoder) Sketch(text []byte) event.Sketch {
	b := d.eventIn(text)
	if b == nil || d.event(b) != done || len(d.s.spans) == 0 {
		return nil
	}
	d.s.decodeAll()
	d.sketch.set(d.s)
	if d.sketch.isFlat() {
		return nil
	}
	return &d.sketch
}

// set makes k the event that s has read and decoded.
func (k *sketch) set(s *scanner) {
	k.labels, k.shape, k.text, k.ends = k.labels[:0], 0, s.scratch, s.ends
	for i := range s.spans {
		l := &s.spans[i].name.Label
		k.labels = append(k.labels, l)
		k.shape = scan.ShapeWith(k.shape, l)
	}
}

// keep keeps the texts of k until its slab is recycled.
func (k *sketch) keep() {
	b := &k.slab
	if b.At+len(k.text) > len(b.Buf) {
		b.Grow(b.At, len(k.text))
	}
	from := b.At
	b.At += copy(b.Buf[from:], k.text)
	k.text = b.Buf[from:b.At]
}

// isFlat reports whether the fields may be those of no event of Windows' form.
func (k *sketch) isFlat() bool {
	return k.labels[0].Section != event.System && slices.ContainsFunc(k.labels, func(l *event.Label) bool { return l.Name == "EventReceivedTime" })
}

// Labels implements [event.Sketch], as do the next methods.
func (k *sketch) Labels() []*event.Label { return k.labels }

func (k *sketch) Shape() uint64 { return k.shape }

func (k *sketch) Raw(i int) (raw []byte, quoted bool) {
	from := 0
	if i > 0 {
		from = k.ends[i-1]
	}
	if raw = k.text[from:k.ends[i]]; k.labels[i].Section == event.System {
		raw = bytes.TrimSpace(raw)
	}
	return raw, true
}

func (k *sketch) Value(i int) event.Value {
	raw, _ := k.Raw(i)
	return event.TextValue(scan.View(raw))
}

func (k *sketch) Fields() event.Fields {
	fields := make(event.Fields, len(k.labels))
	for i, l := range k.labels {
		fields[i] = event.Field{Name: l.Name, Path: l.Path, Section: l.Section, Value: k.Value(i)}
	}
	return fields
}

func (k *sketch) Text() (text []byte, plain bool) { return k.text, !scan.HidesASCII(k.text) }

// Precedents are not known: texts are put together for each event.
func (k *sketch) Precedents() event.Precedents { return event.Precedents{} }
