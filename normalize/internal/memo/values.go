package memo

import (
	"encoding/binary"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Values are values that a field had in records, as they stood there, and what came
// of them. Logs repeat themselves, so most need not be read, typed and interpreted
// again. Each has one place, and drives out what is there when it comes a second
// time: values that never come again cost no memory. What is kept is a copy.
type Values struct {
	places        []Value
	found, missed uint32 // lately
	rest          uint32 // how many to pass over, as hardly any came again
}

// Value is one of them.
type Value struct {
	// What is looked at each time stands together.
	raw    string
	quoted bool
	Done   bool        // it became something:
	Typed  event.Value // this,
	Name   string      // of a field called so
	Read   event.Value // as the source reads it
	once   uint64      // a sum of the value that came to this place last and was not known
}

const (
	fewPlaces   = 2 // to begin with: the fields of most classes have few values
	valuePlaces = 8
	maxValue    = 256     // bounds what is kept of one value
	valueTrial  = 1 << 10 // values that are not known, after which it is seen whether others are
	valueRest   = 1 << 14
)

// Find returns what is known of a value, nil if nothing is.
func (vs *Values) Find(raw []byte, quoted bool) *Value {
	if len(vs.places) == 0 || len(raw) == 0 {
		return nil
	}
	if k := vs.at(raw); k.raw == string(raw) && k.quoted == quoted {
		vs.found++
		return k
	}
	return nil
}

// at returns the place of a value, which is not empty.
func (vs *Values) at(raw []byte) *Value { return &vs.places[uint(spread(raw))&uint(len(vs.places)-1)] }

// spread is a number that often differs for values that do, also for numbers in binary
// and for texts in UTF-16. It looks at the ends and at the middle.
func spread(raw []byte) int {
	n := len(raw)
	h := uint64(n)
	if n < 8 {
		for _, c := range raw {
			h = h<<8 | uint64(c)
		}
	} else {
		h += binary.LittleEndian.Uint64(raw) ^ 3*binary.LittleEndian.Uint64(raw[n/2-4:]) ^ 5*binary.LittleEndian.Uint64(raw[n-8:])
	}
	return int(h * 0x9e3779b97f4a7c15 >> 48)
}

// Learn notes that a value, which is not known, was read as v. It returns what is
// kept of it, nil if nothing is.
func (vs *Values) Learn(raw []byte, quoted bool, v event.Value) *Value {
	if vs.rest > 0 {
		vs.rest--
		return nil
	}
	if len(raw) == 0 || len(raw) > maxValue || v.Meaning() != nil {
		return nil
	}
	if vs.missed++; vs.missed == valueTrial {
		if vs.found < valueTrial/4 {
			*vs = Values{rest: valueRest}
			return nil
		}
		vs.found, vs.missed = 0, 0
	}
	switch {
	case vs.places == nil:
		vs.places = make([]Value, fewPlaces)
	case len(vs.places) < valuePlaces && vs.missed > 2*fewPlaces:
		vs.widen()
	}
	k, once := vs.at(raw), Sum(raw)
	if k.once != once {
		k.once = once
		return nil
	}
	text := string(raw)
	own := text
	if v.Raw() != text {
		own = strings.Clone(v.Raw())
	}
	*k = Value{raw: text, quoted: quoted, once: once, Read: event.Typed(v.Kind(), own, v.Bits())}
	return k
}

// widen makes all places that there may be.
func (vs *Values) widen() {
	before := vs.places
	vs.places = make([]Value, valuePlaces)
	for i := range before {
		if k := &before[i]; k.raw != "" {
			vs.places[uint(spread([]byte(k.raw)))%valuePlaces] = *k
		}
	}
}

// Becomes notes what the value became in f.
func (k *Value) Becomes(f *event.Field) { k.Done, k.Typed, k.Name = true, f.Value, f.Name }

// Sum is the same for few texts.
func Sum(raw []byte) uint64 {
	h := uint64(len(raw))
	for ; len(raw) >= 8; raw = raw[8:] {
		h = (h ^ binary.LittleEndian.Uint64(raw)) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	for _, c := range raw {
		h = (h ^ uint64(c)) * 0x9e3779b97f4a7c15
	}
	return h
}
