package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/class"
	"github.com/rulehound/rulehound/normalize/internal/derived"
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
	n         *Normalizer
	interest  Interest
	signs     *memo.ByLabel[dialect.Signs]
	seats     map[*dialect.Dialect]*memo.ByLabel[seat]
	excerpts  map[excerptKey]*excerpt
	shapes    shapes
	passing   shape              // of the event at hand, if it is not to be remembered
	sketch    arranged           // of the event at hand
	texts     dialect.Carried    // reads events that are texts in others
	unwrapped unwrapped          // the event at hand, if it is one
	row       row                // likewise
	notable   []step             // its fields that may mean something
	taken     taken              // those that were read
	maker     derived.Maker      // of its derived fields
	lines     []windows.Labelled // of its message

	views    uint32 // how many were made
	tellings uint32 // how many times a class was told
	outcomes outcomes

	placed placed  // the event at hand
	fuller *Worker // makes events whole; nil until there is one
	part   *Worker // whose fuller it is
}

// Extent is how much of an event was filled.
type Extent uint8

// The extents. Entire is the zero Extent.
const (
	Entire Extent = iota // all fields
	Part                 // those that somebody is interested in, and few others
	Known                // none: it is an event as one of which is known what it leads to, see [Worker.Remember]
)

// Worker returns a Worker. Fields of sketches that nobody is interested in may be
// left out of events; nil is interested in all, and in their order.
func (n *Normalizer) Worker(interest Interest) *Worker {
	return &Worker{
		n: n, maker: derived.Maker{Accounts: &n.accounts}, interest: interest,
		signs: &memo.ByLabel[dialect.Signs]{}, seats: map[*dialect.Dialect]*memo.ByLabel[seat]{}, excerpts: map[excerptKey]*excerpt{},
	}
}

// Fill is [Normalizer.Fill], for sketches too. The event's fields may be the
// Worker's memory until the next Fill. Where not all are filled, what tells
// an event from others of its class may be missing, too: Computer, Version, RecordID.
func (w *Worker) Fill(ev *event.Event, rec *event.Record) (Extent, error) {
	w.outcomes.begin()
	w.placed = placed{}
	if rec.Sketch == nil {
		return Entire, w.whole(ev, rec.Source, rec.Fields)
	}
	if extent, ok := w.sketched(ev, rec); ok {
		return extent, nil
	}
	// Slow path: what the fields are hangs on values.
	return Entire, w.whole(ev, rec.Source, rec.Sketch.Fields())
}

// Sketch returns what the last Fill read of a record that it filled not all of: the sketch
// of rec, or of the event that stands in it as a text, or that is a row of a table.
func (w *Worker) Sketch(rec *event.Record) event.Sketch {
	switch sk := w.sketch.sketch.(type) {
	case *unwrapped, *row:
		return sk
	}
	return rec.Sketch
}

// Remember notes what the event of the last Fill led to, whatever that is, and that any
// other one would that has the same fields, as far as they are filled. Its time counts only
// as one of them. Fill tells of such events. Of one that it told of, Remember notes more.
func (w *Worker) Remember(outcome any) { w.outcomes.add(outcome) }

// Outcome is what the event leads to that the last Fill told to be Known.
func (w *Worker) Outcome() any { return w.outcomes.led }

// whole fills ev from all fields. Where some will be added to them, they are
// copied to where there is room.
func (w *Worker) whole(ev *event.Event, from event.Source, fields event.Fields) error {
	if len(w.n.derived) > 0 {
		fields = slices.Grow(append(w.taken.fields[:0], fields...), 2*len(w.n.derived))
		w.taken.fields = fields
	}
	return w.n.fill(ev, &event.Record{Source: from, Fields: fields}, &w.maker)
}

// sketched is Fill for records that names tell enough of, and false for others.
func (w *Worker) sketched(ev *event.Event, rec *event.Record) (Extent, bool) {
	sk := &w.sketch
	*sk = arranged{sketch: rec.Sketch}
	s, v := w.place(sk)
	if v == nil {
		return Entire, false
	}
	fs, c := &w.taken, v.class
	*ev = event.Event{
		Source: rec.Source, Dialect: s.dialect.Name(),
		Channel: c.Key.Channel, Provider: c.Key.Provider, EventID: c.Key.ID, HasEventID: v.told.hasID,
	}
	ev.SetClass(c.Class)
	ev.Time, ev.TimeAssumed = s.moment(sk, w.n.zone)
	if w.interest != nil && s != &w.passing && w.outcomes.has(v, s, sk, w.notable) {
		return Known, true
	}
	fs.reset()
	v.fill(fs, sk, w.notable)
	ev.Fields = s.dialect.More(fs.fields)
	if v.computer || w.interest == nil {
		identify(ev) // for its computer, too
	}
	if v.told.data == noData && len(ev.Fields) == len(fs.fields) && s.message >= 0 {
		w.tell(ev, v.excerpt, sk.value(s.message))
	}
	c.Give(ev)
	for i := len(fs.fields); i < len(ev.Fields); i++ { // of its message, and what its class implies
		f := &ev.Fields[i]
		c.Interpret(f, c.Field(f.Name))
	}
	c.NameAccess(ev)
	w.maker.Add(ev, v.derived)
	fs.fields = ev.Fields // with its memory
	if w.interest == nil {
		return Entire, true
	}
	return Part, true
}

// place returns the shape and the view of sk, nil where all of it has to be read, and
// finds what is notable.
func (w *Worker) place(sk *arranged) (*shape, *view) {
	if s, v := w.placeWhole(sk); v != nil {
		return s, v // Fast path: it was found when a part of the event was filled.
	}
	var pre event.Precedents
	if w.interest != nil { // else nothing is notable, or remembered
		pre = sk.sketch.Precedents()
	}
	var s *shape
	var v *view
	if p := w.like(sk, &pre); p != nil {
		s, v = p.shape, p.view
	} else {
		s = w.shape(sk)
		if s.dialect == nil && s != &w.passing {
			s, pre = w.carried(sk, s), event.Precedents{}
		}
		if s == nil || s.dialect == nil {
			return s, nil
		}
		if v = w.view(s, sk); v == nil {
			return s, nil
		}
		w.notable = v.notable(w.notable[:0], sk)
	}
	w.learn(pre.As, s, v, sk)
	w.placed = placed{s, v}
	return s, v
}

// shown is what data the fields show that an event came with: those whose place
// hangs on values only do when they are settled.
func shown(data dataKind, settled event.Fields) dataKind {
	for i := range settled {
		data = max(data, dataOfField(&settled[i]))
	}
	return data
}

// shape returns the shape of sk, which is valid until the next call, and arranges
// sk as its fields are: nil for a row that is not worth one.
func (w *Worker) shape(sk *arranged) *shape {
	s := w.shapes.find(sk)
	if s != nil && sk.order == nil {
		return s // Fast path: the fields stand as they did before.
	}
	switch {
	case w.shapes.worth(sk, s):
		sk.order, s = nil, w.shapes.add(sk)
		w.layOut(s, sk, slices.Clone(sk.sketch.Labels()))
		if s.dialect != nil && w.interest != nil { // whole events show their order
			seats := w.seatsOf(s.dialect)
			w.shapes.arrange(s, func(l *event.Label) *seat { return seatOf(seats, s.dialect, l) })
		}
	case s == nil && sk.isRow():
		return nil // reading all of it takes less than laying it out
	case s == nil:
		s = &w.passing
		w.layOut(s, sk, sk.sketch.Labels())
	}
	return s
}

// seatsOf returns where fields sit in a dialect.
func (w *Worker) seatsOf(d *dialect.Dialect) *memo.ByLabel[seat] {
	seats := w.seats[d]
	if seats == nil {
		seats = &memo.ByLabel[seat]{}
		w.seats[d] = seats
	}
	return seats
}

// view returns how much is read of sk, which is of shape s: nil where all has to be.
func (w *Worker) view(s *shape, sk *arranged) *view {
	if v := s.like(sk); v != nil {
		return v // Fast path: it is of the class of the last one.
	}
	ev := event.Event{Fields: w.identity(s, sk)}
	identify(&ev)
	data := shown(s.data, ev.Fields)
	if data == unnamedData || data == noData && (s.holds || !ev.HasEventID) || ev.Channel == "" && !ev.HasEventID {
		return nil
	}
	v := s.of(class.KeyOf(&ev))
	if v == nil {
		v = s.view(w.excerpt(s.dialect, w.n.classes.Of(&ev)))
		w.views++
		v.number = w.views
	}
	w.tellings++
	v.told.learn(sk, s.first, w.tellings)
	v.told.hasID, v.told.data = ev.HasEventID, data
	return v
}

// identity returns the fields of sk that tell what event it is, for now.
func (w *Worker) identity(s *shape, sk *arranged) event.Fields {
	fs := w.taken.fields[:0]
	for _, i := range s.first {
		f := s.dialect.Placed(s.labels[i], sk.value(i))
		if f.Section != event.Unsorted {
			fs = append(fs, f)
		}
	}
	s.dialect.Settle(fs)
	w.taken.fields = fs
	return fs
}

// excerpt returns what is read of events of class c in dialect d.
func (w *Worker) excerpt(d *dialect.Dialect, c *class.Class) *excerpt {
	k := excerptKey{d, c}
	x := w.excerpts[k]
	if x == nil {
		if len(w.excerpts) >= memo.Limit {
			clear(w.excerpts)
		}
		x = w.n.newExcerpt(k, w.seatsOf(d), w.interest)
		w.excerpts[k] = x
	}
	return x
}

// tell adds what the message of ev says and somebody wants; all of it where it only
// gives data without names.
func (w *Worker) tell(ev *event.Event, x *excerpt, message event.Value) {
	if message.Raw() == "" {
		return
	}
	_, lines := readMessage(w.lines[:0], ev, x.class.Speaker(), message.Raw())
	w.lines = lines
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
		x.class.NameInserts(ev)
	}
}
