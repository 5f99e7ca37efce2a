package normalize

import (
	"slices"

	"github.com/rulehound/rulehound/normalize/event"
)

// Whole fills ev with all fields of rec, which the last Fill was of and filled fewer of.
// They may be the Worker's memory until the next Whole; those of that Fill stay as they are.
func (w *Worker) Whole(ev *event.Event, rec *event.Record) error {
	if w.fuller == nil {
		w.fuller = w.n.Worker(nil)
		w.fuller.part, w.fuller.signs, w.fuller.seats = w, w.signs, w.seats
	}
	_, err := w.fuller.Fill(ev, rec)
	return err
}

// placed is where an event was found to belong: nowhere if it is zero.
type placed struct {
	shape *shape
	view  *view
}

// placeWhole returns the shape and the view of sk by where a part of its event was found
// to belong, nil where that says too little. Its twins are [Worker.shape] and [Worker.view].
func (w *Worker) placeWhole(sk *arranged) (*shape, *view) {
	if w.part == nil {
		return nil, nil
	}
	at, found := &w.part.sketch, w.part.placed
	if found.view == nil || !found.shape.plain || at.order != nil || at.sketch != sk.sketch {
		return nil, nil
	}
	v := found.shape.wholeView(w.excerpt(found.shape.dialect, found.view.class))
	v.told.hasID, v.told.data = found.view.told.hasID, found.view.told.data
	return found.shape, v
}

// wholeView returns the view of x, which wants all, on records of the shape.
func (s *shape) wholeView(x *excerpt) *view {
	if i := slices.IndexFunc(s.wholes, func(v *view) bool { return v.excerpt == x }); i >= 0 {
		return s.wholes[i]
	}
	if len(s.wholes) == maxViews {
		s.wholes = nil
	}
	v := &view{}
	v.choose(x, s)
	s.wholes = append(s.wholes, v)
	return v
}
