package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
	"github.com/rulehound/rulehound/normalize/internal/memo"
	"github.com/rulehound/rulehound/normalize/windows"
)

// Worker normalises records on one goroutine, into memory that it uses again.
// Of a sketch whose dialect is told by names alone it reads only the values that
// somebody wants, and those that mean more than their text says.
type Worker struct {
	n       *Normalizer
	wanted  func(*event.Field) bool
	signs   byLabel[dialect.Signs]
	seats   map[*dialect.Dialect]*byLabel[seat]
	kinds   map[*class]*byLabel[kind]
	fields  event.Fields   // of the event at hand
	sources []*event.Label // of those fields
}

// seat is where fields of a label sit in events of a dialect.
type seat struct {
	field event.Field // all but its value
	keep  bool        // somebody wants the value
	data  bool        // shows that the event came with its data, named
}

// kind is what is known of the values of fields of a label in a class of events.
type kind struct {
	name string // of the field; the dialect may move it
	fieldClass
}

// Worker returns a Worker. Fields of sketches that wanted refuses, from all but
// their Value, may be left out of events; nil wants all. Those that have a meaning
// are never left out.
func (n *Normalizer) Worker(wanted func(*event.Field) bool) *Worker {
	return &Worker{n: n, wanted: wanted, seats: map[*dialect.Dialect]*byLabel[seat]{}, kinds: map[*class]*byLabel[kind]{}}
}

// Fill is [Normalizer.Fill], for sketches too. The event's fields may be the
// Worker's memory until the next Fill. It reports whether it left fields out.
func (w *Worker) Fill(ev *event.Event, rec *event.Record) (part bool, err error) {
	switch {
	case rec.Sketch == nil:
		return false, w.whole(ev, rec.Source, rec.Fields)
	case w.sketched(ev, rec):
		return true, nil
	}
	// Slow path: what the fields are hangs on values.
	return false, w.whole(ev, rec.Source, rec.Sketch.Fields())
}

// whole fills ev from all fields. Where some will be added to them, they are
// copied to where there is room.
func (w *Worker) whole(ev *event.Event, from event.Source, fields event.Fields) error {
	if len(w.n.derived) > 0 {
		fields = append(w.fields[:0], fields...)
		w.fields = slices.Grow(fields, 2*len(w.n.derived))
		fields = w.fields
	}
	return w.n.Fill(ev, &event.Record{Source: from, Fields: fields})
}

// sketched is Fill for records that names tell enough of, and false for others.
func (w *Worker) sketched(ev *event.Event, rec *event.Record) bool {
	d := w.dialect(rec.Sketch.Labels())
	if d == nil || !w.sit(d, rec.Sketch) {
		return false
	}
	d.Settle(w.fields)
	*ev = event.Event{Source: rec.Source, Dialect: d.Name(), Fields: w.fields}
	identify(ev)
	if ev.Channel == "" && !ev.HasEventID {
		return false
	}
	c := w.n.classify(ev)
	w.interpret(c)
	nameAccess(c, ev)
	if ev.Time = d.Time(ev.Fields); ev.Time.IsZero() {
		ev.Time, ev.TimeAssumed = d.WallTime(ev.Fields, w.n.zone)
	}
	w.n.derive(ev)
	w.fields = ev.Fields
	return true
}

// dialect returns the dialect that the labels tell, nil where values must be
// looked at.
func (w *Worker) dialect(labels []*event.Label) *dialect.Dialect {
	var seen dialect.Signs
	for _, l := range labels {
		s, known := w.signs.of(l)
		if !known {
			*s = w.n.dialects.Signs(l)
		}
		seen.Merge(s)
	}
	return w.n.dialects.Told(seen)
}

// sit reads the values that somebody wants and gives each its place. It reports
// false when the event came without its data, or with data that has no names.
func (w *Worker) sit(d *dialect.Dialect, sk event.Sketch) bool {
	seats := w.seats[d]
	if seats == nil {
		seats = &byLabel[seat]{}
		w.seats[d] = seats
	}
	w.fields, w.sources = w.fields[:0], w.sources[:0]
	data := false
	for i, l := range sk.Labels() {
		s, known := seats.of(l)
		if !known {
			*s = w.newSeat(d, l)
		}
		data = data || s.data
		if !s.keep && !beginsMessage(sk.Begins(i)) {
			continue
		}
		w.fields = append(w.fields, s.field)
		w.sources = append(w.sources, l)
		f := &w.fields[len(w.fields)-1]
		f.Value = sk.Value(i)
		if f.Section == event.System && dialect.Blank(f.Value) {
			*f = d.Placed(l, f.Value)
		}
	}
	return data
}

// beginsMessage reports whether a value that begins so may be a parameter message
// or a list of them.
func beginsMessage(c byte) bool { return c == '%' || c == ' ' || c == '\\' }

// newSeat works out where fields of a label sit.
func (w *Worker) newSeat(d *dialect.Dialect, l *event.Label) seat {
	f := d.Placed(l, event.TextValue("1"))
	s := seat{field: f, keep: w.keeps(d, f)}
	if f.Section == event.System { // without a value it may sit elsewhere
		s.keep = s.keep || w.keeps(d, d.Placed(l, event.Value{}))
	}
	s.data = f.Section == event.UserData || f.Section == event.EventData && f.Name != "Data" && !d.Settles(&f)
	s.field.Value = event.Value{}
	return s
}

// keeps reports whether the value of f matters to somebody: to the normaliser
// itself, or to who wants the events.
func (w *Worker) keeps(d *dialect.Dialect, f event.Field) bool {
	if d.Settles(&f) || f.Section == event.System && isIdentity(f.Name) || w.n.derives(&f) || namesAccess(&f) || d.Times(&f) {
		return true
	}
	if f.Section == event.Envelope {
		dialect.OwnPath(&f)
	}
	return w.wanted == nil || w.wanted(&f) || windows.ReadingOf(f.Name) != nil
}

// interpret types the values and adds what they mean.
func (w *Worker) interpret(c *class) {
	kinds := w.kinds[c]
	if kinds == nil {
		if len(w.kinds) >= memo.Limit {
			clear(w.kinds)
		}
		kinds = &byLabel[kind]{}
		w.kinds[c] = kinds
	}
	for i := range w.fields {
		f := &w.fields[i]
		switch f.Section {
		case event.Rendering:
		case event.Envelope:
			dialect.OwnPath(f)
		default:
			k, known := kinds.of(w.sources[i])
			if !known || k.name != f.Name {
				*k = kind{f.Name, c.field(w.n.table, f.Name)}
			}
			w.n.interpret(c, f, k.fieldClass)
		}
	}
}

// byLabel remembers what is known of labels, by their numbers.
type byLabel[T any] struct {
	known []remembered[T]
	other T // for labels that have no number
}

type remembered[T any] struct {
	label *event.Label
	about T
}

// of returns what is known of l. If nothing is, the caller fills it in.
func (b *byLabel[T]) of(l *event.Label) (about *T, known bool) {
	if l.Number < 0 {
		return &b.other, false
	}
	if l.Number >= len(b.known) {
		b.known = slices.Grow(b.known, l.Number+1-len(b.known))[:l.Number+1]
	}
	k := &b.known[l.Number]
	known = k.label == l
	k.label = l
	return &k.about, known
}
