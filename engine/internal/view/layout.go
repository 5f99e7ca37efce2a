package view

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Layouts remembers which slots the fields of an event go to. Events of a class
// mostly have the same fields in the same order, so comparing their names with
// those of the last such event is enough, and no name is looked up.
//
//	Channel, EventID, Image, User  →  EventID: slot 7, Image: slot 3
//
// It belongs to one [Event]. The zero Layouts is ready for use.
type Layouts struct {
	known []*layout // the last one that served first
	tried int       // how many were learnt
}

// layout is the fields of an event, without their values.
type layout struct {
	names []fieldName
	used  []int32   // slots
	refs  [][]int32 // of each of them: the places of its values
}

type fieldName struct{ name, path string }

// Bounds on what strange logs can make a worker learn.
const (
	maxLayouts      = 32      // at a time, of a class
	maxLearnt       = 64      // in all, of a class
	maxLayoutFields = 256     // in one
	maxLearntFields = 1 << 17 // in all, of an Event
)

// find returns the layout of the event's fields, nil when it is not known.
func (ls *Layouts) find(fields event.Fields) *layout {
	for i, l := range ls.known {
		if l.fits(fields) {
			if i > 0 {
				ls.known[0], ls.known[i] = l, ls.known[0]
			}
			return l
		}
	}
	return nil
}

func (l *layout) fits(fields event.Fields) bool {
	if len(fields) != len(l.names) {
		return false
	}
	for i := range fields {
		f, n := &fields[i], &l.names[i]
		if f.Name != n.name || len(f.Path)+len(n.path) > 0 && f.Path != n.path {
			return false
		}
	}
	return true
}

// learn remembers how the event that is loaded in e was placed.
func (ls *Layouts) learn(e *Event) {
	fields := e.source.Fields
	if ls.tried == maxLearnt || len(fields) > maxLayoutFields || e.learnt+len(fields) > maxLearntFields {
		return
	}
	ls.tried++
	e.learnt += len(fields)
	l := &layout{names: make([]fieldName, len(fields)), used: slices.Clone(e.used), refs: make([][]int32, 0, len(e.used))}
	for i := range fields {
		l.names[i] = fieldName{strings.Clone(fields[i].Name), strings.Clone(fields[i].Path)}
	}
	n := 0
	for _, slot := range l.used {
		n += len(e.fields[slot].refs)
	}
	all := make([]int32, 0, n)
	for _, slot := range l.used {
		from := len(all)
		all = append(all, e.fields[slot].refs...)
		l.refs = append(l.refs, all[from:len(all):len(all)])
	}
	if len(ls.known) == maxLayouts {
		ls.known = ls.known[:maxLayouts-1]
	}
	ls.known = append(ls.known, l)
}
