package normalize

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
)

// dismissed are the values of events that led to nothing, as far as somebody is
// interested in them. Logs repeat themselves: in those of a network more than half of
// the events have nothing new in what rules look at, only other times and numbers.
//
//	Sysmon 10: SourceImage, TargetImage, GrantedAccess, CallTrace as before  →  dismissed
//	– another ProcessGuid, UtcTime, Message, which no rule reads             →  all the same
//
// Each event has one place, and drives out what is there.
type dismissed struct {
	seed   maphash.Seed
	places [][]byte   // as view.values has them; their memory is used again
	last   bool       // the event at hand may be dismissed:
	place  *[]byte    // there,
	values []byte     // by its values
	same   *precedent // an event before it that has the same values; mostly nil
	as     *precedent // itself, for those that are like it; mostly nil
	kept   int        // bytes in places
}

const (
	maxDismissals = 1 << 12
	// maxDismissed bounds the values that are kept of an event. Those that have more are
	// mostly scripts, which don't come again.
	maxDismissed = 4 << 10
	maxKept      = 4 << 20 // bytes of all
)

// has reports whether an event of v like sk was dismissed.
func (d *dismissed) has(v *view, s *shape, sk *arranged, notable []step) bool {
	if d.same != nil && d.same.dismissed {
		d.note()
		return true // Fast path: nobody has to look at it.
	}
	if d.last = v.repeats.worth(); !d.last {
		return false
	}
	if d.values, d.last = v.values(d.values[:0], s, sk, notable); !d.last {
		return false
	}
	if d.places == nil {
		d.seed, d.places = maphash.MakeSeed(), make([][]byte, maxDismissals)
	}
	d.place = &d.places[maphash.Bytes(d.seed, d.values)%maxDismissals]
	if !bytes.Equal(*d.place, d.values) {
		return false
	}
	v.repeats.found++
	d.note()
	return true
}

// begin says that there is another event at hand.
func (d *dismissed) begin() { d.last, d.same, d.as = false, nil, nil }

// add dismisses the event at hand.
func (d *dismissed) add() {
	d.note()
	if !d.last {
		return
	}
	before := cap(*d.place)
	*d.place = append((*d.place)[:0], d.values...)
	if d.kept += cap(*d.place) - before; d.kept > maxKept {
		clear(d.places)
		d.kept = 0
	}
}

// note says that the event at hand was dismissed to those that are like it.
func (d *dismissed) note() {
	if d.same != nil {
		d.same.dismissed = true
	}
	if d.as != nil {
		d.as.dismissed = true
	}
}

// repeats tells whether events of a view come again.
type repeats struct{ tried, found, rests uint32 }

const (
	repeatTrial = 512
	repeatRest  = 16 * repeatTrial
)

// worth reports whether it pays to look for an event: not for a while after one in sixteen
// or fewer was known.
func (r *repeats) worth() bool {
	if r.rests > 0 {
		r.rests--
		return false
	}
	if r.tried++; r.tried == repeatTrial {
		if r.found <= repeatTrial/16 {
			r.rests = repeatRest
		}
		r.tried, r.found = 0, 0
	}
	return true
}

// values appends all that an event of the view is made of, so that events with the
// same values are the same, as far as somebody is interested in them. It reports
// whether there is little enough of it.
func (v *view) values(to []byte, s *shape, sk *arranged, notable []step) ([]byte, bool) {
	to = binary.LittleEndian.AppendUint32(to, v.number)
	for _, i := range s.first {
		to = appendRaw(to, sk, i)
	}
	for i := range v.read {
		if to = appendRaw(to, sk, v.read[i].at); len(to) > maxDismissed {
			return to, false
		}
	}
	for _, st := range notable {
		if st.settled { // then others are read, too
			return to, false
		}
		to = appendRaw(binary.LittleEndian.AppendUint32(to, uint32(st.at)), sk, st.at)
	}
	if v.told.data == noData && s.message >= 0 {
		to = appendRaw(to, sk, s.message)
	}
	if v.timed {
		for i := range s.times {
			to = appendRaw(to, sk, s.times[i].at)
		}
	}
	return to, len(to) <= maxDismissed
}

// appendRaw appends value i of sk, so that it is clear where it ends.
func appendRaw(to []byte, sk *arranged, i int32) []byte {
	raw, quoted := sk.raw(i)
	return append(binary.LittleEndian.AppendUint32(to, headOf(raw, quoted)), raw...)
}

// headOf is what stands before a value: how long it is, and whether it is quoted.
func headOf(raw []byte, quoted bool) uint32 {
	n := uint32(len(raw)) << 1
	if quoted {
		n++
	}
	return n
}

const rawHead = 4 // bytes
