package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
	"github.com/rulehound/rulehound/normalize/internal/memo"
	"github.com/rulehound/rulehound/normalize/windows"
)

// Worker normalises records on one goroutine, into memory that it uses again.
// Of a sketch whose dialect is told by names alone it reads what tells the event's
// class and time, and then only the values that somebody wants of that class.
//
//	names → dialect → own values → class → wanted values, typed → derived fields
type Worker struct {
	n        *Normalizer
	interest Interest
	signs    byLabel[dialect.Signs]
	seats    map[*dialect.Dialect]*byLabel[seat]
	excerpts map[excerptKey]*excerpt
	shapes   shapes
	passing  shape    // of the event at hand, if it is not to be remembered
	labelled labelled // the fields of the event at hand
}

// Worker returns a Worker. Fields of sketches that nobody is interested in may be
// left out of events; nil is interested in all.
func (n *Normalizer) Worker(interest Interest) *Worker {
	return &Worker{n: n, interest: interest, seats: map[*dialect.Dialect]*byLabel[seat]{}, excerpts: map[excerptKey]*excerpt{}}
}

// Fill is [Normalizer.Fill], for sketches too. The event's fields may be the
// Worker's memory until the next Fill. It reports whether it left fields out, and
// with them what tells an event from others of its class: Computer, Version, RecordID.
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
		fields = slices.Grow(append(w.labelled.fields[:0], fields...), 2*len(w.n.derived))
		w.labelled.fields = fields
	}
	return w.n.Fill(ev, &event.Record{Source: from, Fields: fields})
}

// sketched is Fill for records that names tell enough of, and false for others.
func (w *Worker) sketched(ev *event.Event, rec *event.Record) bool {
	sk := rec.Sketch
	s := w.shape(sk)
	if s.dialect == nil {
		return false
	}
	fs := &w.labelled
	w.identity(s, sk)
	*ev = event.Event{Source: rec.Source, Dialect: s.dialect.Name(), Fields: fs.fields}
	identify(ev)
	data := shown(s.data, fs.fields)
	if data == unnamedData || data == noData && !ev.HasEventID || ev.Channel == "" && !ev.HasEventID {
		return false
	}
	v := w.view(s, ev)
	v.add(fs, sk)
	ev.Fields = fs.fields
	if len(v.derived) > 0 {
		identify(ev) // for its computer
	}
	if data == noData && s.message >= 0 {
		w.tell(ev, v.excerpt, sk.Value(s.message))
	}
	w.n.classify(ev)
	fs.fields = ev.Fields
	v.interpret(fs)
	nameAccess(v.class, ev)
	in := func(at event.Section, name string) (event.Value, bool) { return v.in(s.times, sk, at, name) }
	if ev.Time = s.dialect.Time(in); ev.Time.IsZero() {
		ev.Time, ev.TimeAssumed = s.dialect.WallTime(in, w.n.zone)
	}
	w.n.derive(ev, v.derived)
	fs.fields = ev.Fields
	return true
}

// shown is what data the fields show that an event came with: those whose place
// hangs on values only do when they are settled.
func shown(data dataKind, settled event.Fields) dataKind {
	for i := range settled {
		data = max(data, dataOfField(&settled[i]))
	}
	return data
}

// shape returns the shape of sk, which is valid until the next call.
func (w *Worker) shape(sk event.Sketch) *shape {
	s := w.shapes.find(sk)
	switch {
	case s != nil:
	case w.shapes.worth(sk):
		s = w.shapes.add(sk)
		w.layOut(s, slices.Clone(sk.Labels()))
	default:
		s = &w.passing
		w.layOut(s, sk.Labels())
	}
	return s
}

// seatsOf returns where fields sit in a dialect.
func (w *Worker) seatsOf(d *dialect.Dialect) *byLabel[seat] {
	seats := w.seats[d]
	if seats == nil {
		seats = &byLabel[seat]{}
		w.seats[d] = seats
	}
	return seats
}

// identity reads the fields that tell what event it is.
func (w *Worker) identity(s *shape, sk event.Sketch) {
	fs, seats := &w.labelled, w.seatsOf(s.dialect)
	fs.fields, fs.labels = fs.fields[:0], fs.labels[:0]
	for _, i := range s.first {
		fs.add(s.dialect, seats, sk, int(i))
	}
	s.dialect.Settle(fs.fields)
}

// view returns how much is read of ev, which is of shape s.
func (w *Worker) view(s *shape, ev *event.Event) *view {
	for i := range s.views {
		if v := &s.views[i]; v.class.key == keyOf(ev) {
			return v
		}
	}
	k := excerptKey{s.dialect, w.n.class(ev)}
	x := w.excerpts[k]
	if x == nil {
		if len(w.excerpts) >= memo.Limit {
			clear(w.excerpts)
		}
		x = w.n.newExcerpt(k, w.seatsOf(s.dialect), w.interest)
		w.excerpts[k] = x
	}
	return s.view(x)
}

// tell adds what the message of ev says and somebody wants; all of it where it only
// gives data without names.
func (w *Worker) tell(ev *event.Event, x *excerpt, message event.Value) {
	_, lines := readMessage(ev, message.Raw())
	named := slices.ContainsFunc(lines, func(l windows.Labelled) bool { return l.Field != "Data" })
	for i := range lines {
		if named && !x.wantsLine(&lines[i]) {
			continue
		}
		if f, ok := toldField(ev, lines[i]); ok {
			ev.Fields = append(ev.Fields, f)
		}
	}
	if !named {
		w.n.nameInserts(ev)
	}
}
