package normalize

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
)

// outcomes are the values of events, as far as somebody is interested in them, and what
// they led to. Logs repeat themselves: in those of a network more than half of the events
// have nothing new in what rules look at, only other times and numbers.
//
//	Sysmon 10: SourceImage, TargetImage, GrantedAccess, CallTrace as before  →  nothing matches
//	– another ProcessGuid, UtcTime, Message, which no rule reads             →  all the same
//
// Each event has one place, and drives out what is there.
type outcomes struct {
	seed   maphash.Seed
	places []eventual
	last   bool       // the event at hand may be remembered:
	place  *eventual  // there,
	values []byte     // by its values
	same   *precedent // an event before it that has the same values; mostly nil
	as     *precedent // itself, for those that are like it; mostly nil
	kept   int        // bytes in places
	led    any        // to what an event led that is as the one at hand
}

// eventual is an event and what it led to.
type eventual struct {
	values []byte // as view.values has them; their memory is used again
	led    any
}

const (
	manyRemembered = 1 << 12
	// maxRemembered bounds the values that are kept of an event. Those that have more are
	// mostly scripts, which don't come again.
	maxRemembered = 4 << 10
	maxKept       = 4 << 20 // bytes of all
)

// has reports whether it is remembered what an event of v like sk led to.
func (o *outcomes) has(v *view, s *shape, sk *arranged, notable []step) bool {
	if o.same != nil && o.same.remembered {
		o.note(o.same.led)
		return true // Fast path: nobody has to look at it.
	}
	if o.last = v.repeats.worth(); !o.last {
		return false
	}
	if o.values, o.last = v.values(o.values[:0], s, sk, notable); !o.last {
		return false
	}
	if o.places == nil {
		o.seed, o.places = maphash.MakeSeed(), make([]eventual, manyRemembered)
	}
	o.place = &o.places[maphash.Bytes(o.seed, o.values)%manyRemembered]
	if !bytes.Equal(o.place.values, o.values) {
		return false
	}
	v.repeats.found++
	o.note(o.place.led)
	return true
}

// begin says that there is another event at hand.
func (o *outcomes) begin() { o.last, o.same, o.as = false, nil, nil }

// add remembers what the event at hand led to.
func (o *outcomes) add(led any) {
	o.note(led)
	if !o.last {
		return
	}
	p, before := o.place, cap(o.place.values)
	p.values, p.led = append(p.values[:0], o.values...), led
	if o.kept += cap(p.values) - before; o.kept > maxKept {
		clear(o.places)
		o.kept = 0
	}
}

// note says what the event at hand led to, also to those that are like it.
func (o *outcomes) note(led any) {
	o.led = led
	for _, p := range [...]*precedent{o.same, o.as} {
		if p != nil {
			p.remembered, p.led = true, led
		}
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
		if to = appendRaw(to, sk, v.read[i].at); len(to) > maxRemembered {
			return to, false
		}
	}
	to = binary.LittleEndian.AppendUint32(to, uint32(len(notable))) // so that none of them is taken for what follows
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
	return to, len(to) <= maxRemembered
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
