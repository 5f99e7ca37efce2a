package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/internal/dialect"
)

// shape is what the names in a record, in their order, tell of it.
type shape struct {
	labels  []*event.Label
	dialect *dialect.Dialect // nil where values must be looked at
	data    dataKind
	message int      // which field tells of an event without data; -1: none
	first   []int32  // the fields that tell its class
	times   []moment // and those that may tell its time
	views   []*view  // of such records by class, as far as they were met, the last one first
}

// layOut makes s the shape of a record with these labels.
func (w *Worker) layOut(s *shape, labels []*event.Label) {
	s.labels, s.dialect = labels, w.dialect(labels)
	s.data, s.message, s.first, s.times, s.views = noData, -1, s.first[:0], s.times[:0], s.views[:0]
	if s.dialect == nil {
		return
	}
	seats := w.seatsOf(s.dialect)
	for i, l := range labels {
		at := seatOf(seats, s.dialect, l)
		if at.loose {
			s.dialect = nil
			return
		}
		s.data = max(s.data, at.data)
		if at.told && s.message < 0 {
			s.message = i
		}
		if at.time {
			s.times = appendMoments(s.times, s.dialect, at, i)
		}
	}
	inPlaceOrder(s.times)
	for i, l := range labels {
		if at := seatOf(seats, s.dialect, l); at.class || s.data == noData && at.settled {
			s.first = append(s.first, int32(i))
		}
	}
}

// dialect returns the dialect that the labels tell, nil where values must be
// looked at.
func (w *Worker) dialect(labels []*event.Label) *dialect.Dialect {
	if len(labels) > 0 && labels[0].Section != event.Unsorted {
		return w.n.dialects.Sorted()
	}
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

// like returns the view of records of the shape that tell their class as sk does,
// nil if it is not known.
func (s *shape) like(sk event.Sketch) *view {
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
func (s *shape) of(k classKey) *view {
	for _, v := range s.views {
		if v.class.key == k {
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

// shapes remembers the shapes of records: most collectors write the fields of an
// event always in the same order. Its twin is [Worker.layOut].
type shapes struct {
	known map[uint64]*shape // by event.Sketch.Shape
	once  [1 << onceBits]uint64
}

const (
	manyShapes = 1 << 8
	maxShapes  = 1 << 12
	onceBits   = 10
)

// find returns the shape of sk, nil if it is not known.
func (s *shapes) find(sk event.Sketch) *shape {
	if known := s.known[sk.Shape()]; known != nil && slices.Equal(known.labels, sk.Labels()) {
		return known
	}
	return nil
}

// worth reports whether the shape of sk, which is not known, should be remembered.
// Collectors that have no order have a new one for every event: beyond manyShapes
// it has to come twice.
func (s *shapes) worth(sk event.Sketch) bool {
	last := &s.once[sk.Shape()>>(64-onceBits)]
	again := *last == sk.Shape()
	*last = sk.Shape()
	return len(s.known) < manyShapes || again && len(s.known) < maxShapes
}

// add makes a shape for sk that is remembered.
func (s *shapes) add(sk event.Sketch) *shape {
	if s.known == nil {
		s.known = map[uint64]*shape{}
	}
	made := &shape{}
	s.known[sk.Shape()] = made
	return made
}
