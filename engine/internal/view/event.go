package view

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Event is an event as rules read it: its values by slot, its texts folded once
// each when first asked for. It is the scratch of one goroutine and
// is loaded again and again.
type Event struct {
	names  *Names
	source *event.Event
	fields []Field           // by slot
	used   []int32           // slots that the loaded event fills
	own    placing           // what used and the refs of fields are when no layout has them
	learnt int               // fields in all layouts
	joined map[string]string // names with blanks in them to those without
	all    Field             // every value of the event
	arena  arena
}

// NewEvent returns an Event without one, for the slots of names, which must not
// grow any more.
func NewEvent(names *Names) *Event {
	e := &Event{names: names, fields: make([]Field, names.Len())}
	e.own.refs = make([][]int32, names.Len())
	for i := range e.fields {
		e.fields[i].event = e
	}
	e.all.event = e
	return e
}

// placing is memory for the slots of one event.
type placing struct {
	used []int32
	refs [][]int32 // by slot
	all  []int32
}

// Load makes ev the event. What was loaded before is forgotten.
func (e *Event) Load(ev *event.Event) {
	e.Unload()
	e.source = ev
	e.own.used = e.own.used[:0]
	for i := range ev.Fields {
		f := &ev.Fields[i]
		e.place(f.Name, int32(i))
		if strings.IndexByte(f.Name, ' ') >= 0 {
			e.place(e.withoutBlanks(f.Name), int32(i))
		}
		if f.Path != "" {
			e.place(f.Path, int32(i))
		}
	}
	e.used = e.own.used
}

// LoadLike is Load of an event whose layout ls may know; if not, it learns it.
func (e *Event) LoadLike(ev *event.Event, ls *Layouts) {
	l := ls.find(ev.Fields)
	if l == nil {
		// Slow path: look up every name.
		e.Load(ev)
		ls.learn(e)
		return
	}
	e.Unload()
	e.source, e.used = ev, l.used
	for i, slot := range l.used {
		e.fields[slot].refs = l.refs[i]
	}
}

// Unload forgets the event, so that it is not kept alive.
func (e *Event) Unload() {
	for _, slot := range e.used {
		e.fields[slot].reset()
	}
	e.used = nil
	e.all.reset()
	e.arena.reset()
	e.source = nil
}

func (e *Event) place(name string, ref int32) {
	for _, slot := range e.names.lookup(name) {
		refs := e.fields[slot].refs
		switch n := len(refs); {
		case n == 0:
			e.own.used = append(e.own.used, slot)
			refs = e.own.refs[slot][:0]
		case refs[n-1] == ref:
			continue // its path and its name lead to the same slot
		}
		refs = append(refs, ref)
		e.own.refs[slot], e.fields[slot].refs = refs, refs
	}
}

// withoutBlanks returns a field's name as Sigma's taxonomy wants rules to write
// it: "Threat Name" is ThreatName. Few events have such names, and those the
// same ones again and again.
func (e *Event) withoutBlanks(name string) string {
	if short, ok := e.joined[name]; ok {
		return short
	}
	if e.joined == nil || len(e.joined) > maxJoined {
		e.joined = map[string]string{}
	}
	name = strings.Clone(name)
	short := strings.ReplaceAll(name, " ", "")
	e.joined[name] = short
	return short
}

// maxJoined bounds what strange logs can make an Event remember.
const maxJoined = 1 << 12

// Source returns the loaded event.
func (e *Event) Source() *event.Event { return e.source }

// Used returns the slots that the event has values in. The result is valid
// until the next Load.
func (e *Event) Used() []int32 { return e.used }

// Field returns the values of a slot. It is empty when the event has none.
func (e *Event) Field(slot int) *Field { return &e.fields[slot] }

// All returns every value of the event as if they were of one field.
func (e *Event) All() *Field {
	if e.all.refs == nil {
		e.all.refs = e.own.all[:0]
		for i := range e.source.Fields {
			if e.source.Fields[i].Section != event.Derived { // no log says it
				e.all.refs = append(e.all.refs, int32(i))
			}
		}
		e.own.all = e.all.refs
	}
	return &e.all
}

// arena hands out memory for the texts of one event.
type arena struct{ buf []byte }

// arenaLimit is how much memory is kept between events.
const arenaLimit = 1 << 20

// room returns an empty slice with room for n bytes.
func (a *arena) room(n int) []byte {
	if cap(a.buf)-len(a.buf) < n {
		// Slices that were handed out keep the old memory as long as they live.
		a.buf = make([]byte, 0, max(4096, 2*cap(a.buf), n))
	}
	return a.buf[len(a.buf):len(a.buf):cap(a.buf)]
}

// keep makes b, appended to what room returned, part of the arena.
func (a *arena) keep(b []byte) []byte {
	a.buf = a.buf[:len(a.buf)+len(b)]
	return b[:len(b):len(b)]
}

func (a *arena) reset() {
	if cap(a.buf) > arenaLimit {
		a.buf = nil
	}
	a.buf = a.buf[:0]
}
