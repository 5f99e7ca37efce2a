package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
)

// carriers are the fields of a shape that may hold the event as a text, and what the
// fields are called that stand around it then.
type carriers struct {
	fields    []dialect.Carrier
	around    []*event.Label        // by field
	seen      dialect.Signs         // of rows
	waits     int                   // how many rows of the shape have to come, so that it pays to know their table
	table     *dialect.Table        // that the records are rows of; mostly nil
	namesakes map[uint64]*namesakes // by the shape of the data
}

const waitsForTable = 3

// carriersOf returns the carriers of records with these labels and signs.
func (w *Worker) carriersOf(labels []*event.Label, seen dialect.Signs) (c carriers) {
	if w.interest == nil {
		return c // Whole events show what is around them as it stands in the record.
	}
	if w.n.dialects.HasTables(seen) {
		c.seen, c.waits = seen, waitsForTable
		return c
	}
	if c.fields = w.n.dialects.Carriers(seen, labels); len(c.fields) == 0 {
		return c
	}
	for _, l := range labels {
		f := event.Field{Name: l.Name, Path: l.Path, Section: event.Envelope}
		dialect.OwnPath(&f)
		c.around = append(c.around, &event.Label{Section: f.Section, Name: f.Name, NoText: l.NoText, Number: -1})
	}
	return c
}

// carried makes sk, a record of shape s, the event that stands as a text in it, or a row of a
// table. It returns the event's shape, nil where values tell more.
func (w *Worker) carried(sk *arranged, s *shape) *shape {
	if s.waits > 0 {
		if s.waits--; s.waits == 0 {
			s.table = w.n.dialects.Table(s.seen, s.labels)
		}
	}
	if s.table != nil {
		return w.tabled(sk, s)
	}
	for _, c := range s.carriers.fields {
		text := sk.value(int32(c.At))
		if !dialect.LooksLikeEvent(text.Raw()) {
			continue
		}
		inner := w.texts.Sketch(text.Raw())
		if inner == nil {
			return nil
		}
		w.unwrapped.join(inner, sk, c, s)
		*sk = arranged{sketch: &w.unwrapped}
		return w.shape(sk)
	}
	return nil
}

// unwrapped is an event that stands as a text in a record, and behind it what is around it:
// an [event.Sketch].
type unwrapped struct {
	inner  event.Sketch
	outer  arranged
	order  []int32 // memory for outer's
	within *dialect.Dialect
	at     int // which field of the record the event is in
	shape  uint64
	labels []*event.Label
	text   []byte // scratch
}

// join makes u the event of inner, which stands in a field of outer, of shape s.
func (u *unwrapped) join(inner event.Sketch, outer *arranged, c dialect.Carrier, s *shape) {
	u.inner, u.outer, u.within, u.at = inner, *outer, c.Dialect, c.At
	if outer.order != nil {
		u.order = append(u.order[:0], outer.order...)
		u.outer.order = u.order
	}
	u.labels = append(u.labels[:0], inner.Labels()...)
	u.labels = append(append(u.labels, s.carriers.around[:c.At]...), s.carriers.around[c.At+1:]...)
	u.shape = (inner.Shape() ^ s.sum + uint64(c.At)) * 0x9e3779b97f4a7c15
}

// field returns which field of the record is number i around the event.
func (u *unwrapped) field(i int) int32 {
	if i >= u.at {
		i++
	}
	return int32(i)
}

// Labels implements [event.Sketch], as do the next methods.
func (u *unwrapped) Labels() []*event.Label { return u.labels }

func (u *unwrapped) Shape() uint64 { return u.shape }

func (u *unwrapped) Value(i int) event.Value {
	if n := len(u.inner.Labels()); i >= n {
		return u.outer.value(u.field(i - n))
	}
	return u.inner.Value(i)
}

func (u *unwrapped) Raw(i int) (raw []byte, quoted bool) {
	if n := len(u.inner.Labels()); i >= n {
		return u.outer.raw(u.field(i - n))
	}
	return u.inner.Raw(i)
}

func (u *unwrapped) Fields() event.Fields {
	fs := slices.Clone(u.inner.Fields())
	for i := len(fs); i < len(u.labels); i++ {
		fs = append(fs, event.Field{Name: u.labels[i].Name, Section: event.Envelope, Value: u.Value(i)})
	}
	return fs
}

// Text is the event's, and the values around it.
func (u *unwrapped) Text() (text []byte, plain bool) {
	text, plain = u.inner.Text()
	u.text = append(append(u.text[:0], text...), '\n')
	for i := len(u.inner.Labels()); i < len(u.labels); i++ {
		raw, _ := u.Raw(i)
		u.text = append(append(u.text, raw...), '\n')
	}
	_, clear := u.outer.sketch.Text()
	return u.text, plain && clear
}

// Precedents are not known: texts are put together for each event.
func (u *unwrapped) Precedents() event.Precedents { return event.Precedents{} }
