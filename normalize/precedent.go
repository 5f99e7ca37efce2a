package normalize

import "github.com/rulehound/rulehound/normalize/event"

// precedent is what is known of a record that others are like: they have the same
// fields, and most values are the same, too, as their source tells. What is the same
// need not be looked at again.
//
//	Sysmon 10 with another ProcessGuid, UtcTime, Message  →  of the same shape and view
//	– which are all that differs, and no rule reads them  →  leads to the same, if that is remembered
//
// Its twins are [Worker.shape], [Worker.view], view.notable and [outcomes].
type precedent struct {
	worker     *Worker // who knows it
	shape      *shape
	view       *view
	telling    uint32 // that told its class
	plain      bool   // none of its values is notable
	remembered bool   // what the event led to:
	led        any
}

// role says what a view does with a field: from 1 on that it is watched, and where
// among those.
type role int32

const (
	unread role = -iota
	read
	tells // the class
)

// like returns what is known of the record that sk is like, nil if there is no such
// record, or if it may be of another class. It finds what is notable in sk, and whether
// the event is the same.
func (w *Worker) like(sk *arranged, pre *event.Precedents) *precedent {
	if pre.Like == nil {
		return nil
	}
	p, _ := pre.Like.Event.(*precedent)
	if p == nil || p.worker != w || p.telling != p.view.told.telling {
		return nil
	}
	v := p.view
	same := p.plain && !v.timed && (v.told.data != noData || p.shape.message < 0)
	w.notable = w.notable[:0]
	for _, i := range pre.Others {
		switch r := v.roles[i]; {
		case r == tells:
			return nil
		case r == read:
			same = false
		case r != unread && p.plain:
			w.notable = v.note(w.notable, &v.watch[r-1], sk)
		}
	}
	if !p.plain {
		w.notable = v.notable(w.notable, sk)
	}
	if same && len(w.notable) == 0 {
		w.outcomes.same = p
	}
	return p
}

// learn notes what is known of sk, for records that are like it.
func (w *Worker) learn(all []*event.Precedent, s *shape, v *view, sk *arranged) {
	if len(all) == 0 || s == &w.passing || sk.order != nil {
		return
	}
	p := &precedent{worker: w, shape: s, view: v, telling: v.told.telling, plain: len(w.notable) == 0}
	for _, as := range all {
		as.Event = p
	}
	w.outcomes.as = p
}
