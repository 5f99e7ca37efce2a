package memory

import (
	"encoding/binary"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// Hit is an alert that is in some series.
type Hit struct {
	Time   int64  // in nanoseconds from 1970
	Seq    uint64 // of the event
	Rule   *alert.Rule
	Packed string // what else there is to show, as one text, since there may be many
	items  int32  // that are of it
}

// current is the hit that the last alert became.
type current struct {
	alert  *alert.Alert
	seq    uint64
	number uint32
}

// Add returns the number of the hit that an alert is, by a rule and at a time.
// A hit goes when the last of its items does.
func (st *Store) Add(a *alert.Alert, rule *alert.Rule, t int64, seq uint64) uint32 {
	if cur := &st.current; cur.number != 0 && cur.alert == a && cur.seq == seq {
		return cur.number
	}
	st.buf = appendHit(st.buf[:0], a)
	i := st.add(Hit{Time: t, Seq: seq, Rule: rule, Packed: string(st.buf)})
	st.current = current{a, seq, i}
	return i
}

// Restore adds what was a hit elsewhere, and returns its number; false when it
// cannot have been one.
func (st *Store) Restore(t int64, seq uint64, rule *alert.Rule, packed string) (uint32, bool) {
	h := Hit{Time: t, Seq: seq, Rule: rule, Packed: packed}
	if _, ok := h.unpack(); !ok {
		return 0, false
	}
	return st.add(h), true
}

func (st *Store) add(h Hit) uint32 {
	i := st.hits.Take()
	*st.hits.At(i) = h
	return i
}

func (st *Store) forget(i uint32) {
	if st.current.number == i {
		st.current = current{}
	}
	st.hits.Give(i)
}

// Hit returns the hit with a number.
func (st *Store) Hit(i uint32) *Hit { return st.hits.At(i) }

// Is reports whether h and other are the same alert.
func (h *Hit) Is(other *Hit) bool {
	return h == other || h.Seq == other.Seq && h.id() == other.id()
}

// Part returns the hit as one of those that an alert is made of.
func (h *Hit) Part() alert.Part {
	p, _ := h.unpack()
	p.Time, p.Rule = time.Unix(0, h.Time).UTC(), alert.PartRule{ID: h.Rule.ID, Title: h.Rule.Title}
	return p
}

func (h *Hit) id() string {
	d := decoder{rest: h.Packed}
	return d.text()
}

// unpack reads what was packed; false when it was not.
func (h *Hit) unpack() (alert.Part, bool) {
	d := decoder{rest: h.Packed}
	p := alert.Part{ID: d.text()}
	p.Source = event.Source{
		File: d.text(), Format: d.text(),
		Index: int64(d.number()), Record: d.number(), Line: int64(d.number()), Offset: int64(d.number()), Carved: d.number() == 1,
	}
	for range d.count() {
		p.Matched = append(p.Matched, alert.PartMatch{Field: d.text(), Value: d.text(), Raw: d.text()})
	}
	return p, !d.wrong && d.rest == ""
}

// appendHit packs what is kept of an alert.
func appendHit(b []byte, a *alert.Alert) []byte {
	s := &a.Event.Source
	carved := uint64(0)
	if s.Carved {
		carved = 1
	}
	b = appendTexts(b, a.ID, s.File, s.Format)
	for _, n := range []uint64{uint64(s.Index), s.Record, uint64(s.Line), uint64(s.Offset), carved, uint64(len(a.Matched))} {
		b = binary.AppendUvarint(b, n)
	}
	for i := range a.Matched {
		m := &a.Matched[i]
		b = appendTexts(b, m.Field, m.Value, m.Raw)
	}
	return b
}
