package find

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/event"
)

// Memory is values that were looked through, with the literals that they have. Logs
// repeat themselves, so most need not be looked through again:
//
//	'C:\Windows\System32\svchost.exe'  →  literals 7 and 12, as the last time
//
// Each value has one place, and drives out what is there when it comes a second time:
// what never comes again costs no memory. The zero Memory is ready for use by one goroutine.
type Memory struct {
	places      *places
	asked, knew int // values, lately
	pause       int // how many values to pass over, as hardly any came again
	bytes       int // that it holds, about
}

type places struct {
	known [memoryPlaces]known
	once  [memoryPlaces]uint64 // a sum of the last value there that was not known
}

// known is a value, and a copy, with its literals. Where none was kept it is null, which
// has none.
type known struct {
	value    event.Value
	literals []int32
}

const (
	memoryPlaces = 32
	placesBytes  = memoryPlaces * (64 + 8)
	maxKnown     = 1 << 14 // bytes of a value
	memoryTrial  = 1 << 10 // values after which it is seen whether they come again
	memoryPause  = 1 << 14
)

// Kept is how much the memories of one goroutine hold.
type Kept struct {
	Bytes int // about
	seed  maphash.Seed
}

// NewKept returns the Kept of memories that hold nothing.
func NewKept() Kept { return Kept{seed: maphash.MakeSeed()} }

// Find adds the literals of v: those that it is known to have, or those that look finds.
func (m *Memory) Find(found *Hits, v event.Value, kept *Kept, look func(found *Hits)) {
	if !m.works(kept) {
		look(found)
		return
	}
	at := spread(v.Raw()) % memoryPlaces
	k := &m.places.known[at]
	switch {
	case k.value == v: // Fast path: most values come again.
		m.knew++
	case m.isAgain(v, &m.places.once[at], kept):
		own := Hits{bits: make([]uint64, len(found.bits))}
		look(&own)
		m.keep(k, v, own.list, kept)
	default:
		look(found)
		return
	}
	for _, id := range k.literals {
		found.Add(id)
	}
}

// works reports whether it makes sense to look a value up.
func (m *Memory) works(kept *Kept) bool {
	switch {
	case m.pause > 0:
		m.pause--
		return false
	case m.asked < memoryTrial: // it cannot be told yet
	case m.knew < memoryTrial/8:
		kept.Bytes -= m.bytes
		*m = Memory{pause: memoryPause}
		return false
	default:
		m.asked, m.knew = 0, 0
	}
	m.asked++
	if m.places == nil {
		m.places = &places{}
		m.grow(placesBytes, kept)
	}
	return true
}

// isAgain reports whether v, which is not known, has come to its place before. Once
// remembers that it came.
func (m *Memory) isAgain(v event.Value, once *uint64, kept *Kept) bool {
	if len(v.Raw()) > maxKnown {
		return false
	}
	before := *once
	*once = maphash.Comparable(kept.seed, v)
	return *once == before
}

// keep makes k the value v with its literals.
func (m *Memory) keep(k *known, v event.Value, literals []int32, kept *Kept) {
	m.grow(len(v.Raw())-len(k.value.Raw())+4*(len(literals)-len(k.literals)), kept)
	own := event.Typed(v.Kind(), strings.Clone(v.Raw()), v.Bits()).WithMeaning(v.Meaning())
	*k = known{own, slices.Clip(literals)}
}

func (m *Memory) grow(bytes int, kept *Kept) {
	m.bytes += bytes
	kept.Bytes += bytes
}

// spread is a number that often differs for texts that do. It looks at the ends and at
// the middle.
func spread(s string) uint {
	t := match.Bytes(s)
	n := len(t)
	h := uint64(n)
	if n < 8 {
		for _, c := range t {
			h = h<<8 | uint64(c)
		}
	} else {
		h += binary.LittleEndian.Uint64(t) ^ 3*binary.LittleEndian.Uint64(t[n/2-4:]) ^ 5*binary.LittleEndian.Uint64(t[n-8:])
	}
	return uint(h * 0x9e3779b97f4a7c15 >> 48)
}
