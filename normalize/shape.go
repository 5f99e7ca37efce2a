package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/class"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
	"github.com/rulehound/rulehound/normalize/internal/memo"
)

// shape is what the names in a record, in their order, tell of it.
type shape struct {
	sum      uint64 // event.Sketch.Shape
	labels   []*event.Label
	dialect  *dialect.Dialect // nil where values must be looked at
	carriers                  // among which may be a text with the event
	data     dataKind
	holds    bool     // without data the event may stand in one of its values
	message  int32    // which field tells of an event without data; -1: none
	first    []int32  // the fields that tell its class
	times    []moment // and those that may tell its time
	views    []*view  // of such records by class, as far as they were met, the last one first
	plain    bool     // it is one of whole events, too
	wholes   []*view  // of those
}

// layOut makes s the shape of sk, which has these labels.
func (w *Worker) layOut(s *shape, sk *arranged, labels []*event.Label) {
	s.labels = labels
	s.dialect, s.carriers = w.dialect(sk, labels, s != &w.passing)
	s.plain = s != &w.passing && s.dialect != nil && !s.dialect.InObject()
	s.holds, s.data, s.message, s.first, s.times, s.views, s.wholes = false, noData, -1, s.first[:0], s.times[:0], s.views[:0], nil
	if s.dialect == nil {
		return
	}
	seats := w.seatsOf(s.dialect)
	seats.Expect(labels)
	for i, l := range labels {
		at := seatOf(seats, s.dialect, l)
		if at.loose || at.wraps && hides(seats, s.dialect, at.places[0], labels[i+1:]) {
			s.dialect = nil
			return
		}
		at = seatOf(seats, s.dialect, l) // once more: it is valid until others are looked up
		s.data, s.holds = max(s.data, at.data), s.holds || at.holds
		if at.told && s.message < 0 {
			s.message = int32(i)
		}
		s.times = slices.Grow(s.times, len(at.times))
		for _, place := range at.times {
			s.times = append(s.times, moment{at: int32(i), place: place, wraps: at.wraps, moves: at.moves, length: -1})
		}
	}
	inPlaceOrder(s.times)
	for i, l := range labels {
		if at := seatOf(seats, s.dialect, l); at.class || s.data == noData && at.settled {
			s.first = append(s.first, int32(i))
		}
	}
}

// hides reports whether outer, which stands around an event, goes by a name of what is
// behind it and part of the event, which comes first when the event is taken out.
func hides(seats *memo.ByLabel[seat], d *dialect.Dialect, outer event.Field, behind []*event.Label) bool {
	for _, l := range behind {
		other := seatOf(seats, d, l)
		if !other.wraps && slices.ContainsFunc(other.places, func(f event.Field) bool {
			return f.Is(outer.Name) || outer.Is(f.Name) || f.Path != "" && outer.Is(f.Path)
		}) {
			return true
		}
	}
	return false
}

// dialect returns the dialect that the labels of sk tell, nil where values must be
// looked at, those of the carriers first, which it says only of what is remembered.
func (w *Worker) dialect(sk *arranged, labels []*event.Label, remember bool) (*dialect.Dialect, carriers) {
	if r, ok := sk.sketch.(*row); ok {
		return r.table.Dialect, carriers{}
	}
	u, isText := sk.sketch.(*unwrapped)
	if isText {
		labels = u.inner.Labels()
	}
	if len(labels) > 0 && labels[0].Section != event.Unsorted {
		d := w.n.dialects.Sorted()
		if isText {
			d = w.n.dialects.Of(u.within, d)
		}
		return d, carriers{}
	}
	var seen dialect.Signs
	for _, l := range labels {
		s, known := w.signs.Of(l)
		if !known {
			*s = w.n.dialects.Signs(l)
		}
		seen.Merge(s)
	}
	if isText {
		d := w.n.dialects.Told(seen, nil)
		if d != nil {
			d = w.n.dialects.Of(u.within, d)
		}
		return d, carriers{}
	}
	inObjects := labels
	if w.interest == nil {
		inObjects = nil // whole events show what is around them last
	}
	if d := w.n.dialects.Told(seen, inObjects); d != nil {
		return d, carriers{}
	}
	if !remember {
		return nil, carriers{}
	}
	return nil, w.carriersOf(labels, seen)
}

// like returns the view of records of the shape that tell their class as sk does,
// nil if it is not known.
func (s *shape) like(sk *arranged) *view {
	for i, v := range s.views {
		if v.told.by(sk, s.first) {
			s.views[0], s.views[i] = v, s.views[0]
			return v
		}
	}
	return nil
}

// of returns the view of records of the shape that are of a class, nil if it is not
// known.
func (s *shape) of(k class.Key) *view {
	for _, v := range s.views {
		if v.class.Key == k {
			return v
		}
	}
	return nil
}

// view returns a view of x on records of the shape.
func (s *shape) view(x *excerpt) *view {
	if len(s.views) == maxViews {
		s.views = s.views[:0]
	}
	n := len(s.views)
	if n == cap(s.views) || s.views[:n+1][n] == nil {
		s.views = append(s.views, &view{})
	}
	s.views = s.views[:n+1] // with its memory
	s.views[n].choose(x, s)
	return s.views[n]
}

// maxViews bounds how many classes of one shape are remembered.
const maxViews = 64

// shapes remembers the shapes of records. Most collectors write the fields of an
// event always in the same order, the others always the same fields. Its twin is
// [Worker.layOut].
type shapes struct {
	known map[uint64]*shape       // by event.Sketch.Shape
	sets  map[uint64]*arrangement // by anyOrder
	order []int32                 // memory for that of the record at hand
	once  [1 << onceBits]uint64
	rows  int // how many of them are of rows, for which there are others, too
}

const (
	manyShapes = 1 << 8
	maxShapes  = 1 << 12
	maxSets    = 1 << 9
	onceBits   = 10
)

// find returns the shape of sk, and arranges sk as its fields are: nil if it is not
// known.
func (s *shapes) find(sk *arranged) *shape {
	labels := sk.sketch.Labels()
	if known := s.known[sk.sketch.Shape()]; known != nil && slices.Equal(known.labels, labels) {
		return known
	}
	set := s.sets[anyOrder(labels)]
	if set == nil {
		return nil
	}
	var same bool
	if s.order, same = set.order(s.order[:0], labels); !same {
		return nil
	}
	sk.order = s.order
	return set.shape
}

// worth reports whether a shape for sk should be remembered, which found, or nil,
// is known for. Where fields have no order, there are more shapes than it pays to
// remember: an order has to come twice, and so has what is none of the first.
func (s *shapes) worth(sk *arranged, found *shape) bool {
	switch {
	case found != nil:
		return s.again(sk.sketch.Shape()) && len(s.known) < maxShapes
	case sk.isRow():
		return s.rows < manyShapes || s.again(sk.sketch.Shape()) && len(s.known) < maxShapes
	case len(s.known)-s.rows < manyShapes:
		return true
	}
	return s.again(anyOrder(sk.sketch.Labels())) && len(s.known) < maxShapes
}

// again reports whether sum came lately.
func (s *shapes) again(sum uint64) bool {
	last := &s.once[sum>>(64-onceBits)]
	again := *last == sum
	*last = sum
	return again
}

// add makes a shape for sk that is remembered.
func (s *shapes) add(sk *arranged) *shape {
	if s.known == nil {
		s.known, s.sets = map[uint64]*shape{}, map[uint64]*arrangement{}
	}
	if sk.isRow() {
		s.rows++
	}
	made := &shape{sum: sk.sketch.Shape()}
	s.known[made.sum] = made
	return made
}

// arrange lets made, whose fields sit where seats says, serve records that have them
// in another order.
func (s *shapes) arrange(made *shape, seats func(*event.Label) *seat) {
	sum := anyOrder(made.labels)
	if old := s.sets[sum]; old != nil {
		if _, same := old.order(nil, made.labels); same {
			return
		}
	} else if len(s.sets) == maxSets {
		return
	}
	if a, ok := arrange(made, seats); ok {
		s.sets[sum] = a
	}
}
