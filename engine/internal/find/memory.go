package find

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/fold"
	"github.com/rulehound/rulehound/normalize/event"
)

// Memory is values that were looked through, with the literals that they have. Logs
// repeat themselves, so most need not be looked through again:
//
//	'C:\Windows\System32\svchost.exe'  →  literals 7 and 12, as the last time
//
// Each value has one place, and drives out what is there when it comes a second time:
// what never comes again costs no memory. Where many do there will be more places. The
// zero Memory is ready for use by one goroutine.
type Memory struct {
	known       []known  // by place
	once        []uint64 // by place: a sum of the last value there that was not known
	asked, knew int      // values, lately
	pause       int      // how many values to pass over, as hardly any came again
	driven      int      // values that were driven out since there are so many places
	bytes       int      // that it holds, about
}

// known is a value, and a copy, with its literals. Where none was kept it is null, which
// has none.
type known struct {
	value    event.Value
	literals []int32
}

const (
	leastPlaces = 16
	mostPlaces  = 512
	placeBytes  = 64 + 8
	maxKnown    = 1 << 16 // bytes of a value
	memoryTrial = 1 << 10 // values after which it is seen whether they come again
	memoryPause = 1 << 14
)

// Kept is how much the memories of one goroutine hold.
type Kept struct {
	bytes int // about
	seed  maphash.Seed
	free  []*Hits // scratch: a value may be looked through line by line while it is
}

// NewKept returns the Kept of memories that hold nothing.
func NewKept() Kept { return Kept{seed: maphash.MakeSeed()} }

// maxKept is the number of bytes from which on it is too much. Up to half of that there may
// be more places.
const maxKept = 1 << 20

// TooMuch reports whether the memories are to be forgotten.
func (k *Kept) TooMuch() bool { return k.bytes > maxKept }

// borrow returns Hits that nobody uses.
func (k *Kept) borrow() *Hits {
	last := len(k.free) - 1
	if last < 0 {
		return &Hits{}
	}
	h := k.free[last]
	k.free = k.free[:last]
	return h
}

// Find adds the literals of v: those that it is known to have, or those that look finds.
func (m *Memory) Find(found *Hits, v event.Value, kept *Kept, look func(found *Hits)) {
	if !m.works(kept) {
		look(found)
		return
	}
	at := m.place(v)
	k := &m.known[at]
	switch {
	case k.value == v: // Fast path: most values come again.
		m.knew++
	case m.isAgain(v, &m.once[at], kept):
		own := kept.borrow()
		own.Reset(64 * len(found.bits))
		look(own)
		m.keep(k, v, slices.Clone(own.list), kept)
		kept.free = append(kept.free, own)
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
		kept.bytes -= m.bytes
		*m = Memory{pause: memoryPause}
		return false
	default:
		m.asked, m.knew = 0, 0
	}
	m.asked++
	if m.known == nil || m.driven >= len(m.known) && len(m.known) < mostPlaces && kept.bytes < maxKept/2 {
		m.spread(max(leastPlaces, 2*len(m.known)), kept)
	}
	return true
}

// spread makes so many places.
func (m *Memory) spread(places int, kept *Kept) {
	before := m.known
	m.known, m.once, m.driven = make([]known, places), make([]uint64, places), 0
	m.grow((places-len(before))*placeBytes, kept)
	for _, k := range before {
		m.known[m.place(k.value)] = k
	}
}

// place returns the place of v.
func (m *Memory) place(v event.Value) uint { return hash(v.Raw()) & uint(len(m.known)-1) }

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
	if !k.value.IsNull() {
		m.driven++
	}
	m.grow(len(v.Raw())-len(k.value.Raw())+4*(len(literals)-len(k.literals)), kept)
	own := event.Typed(v.Kind(), strings.Clone(v.Raw()), v.Bits()).WithMeaning(v.Meaning())
	*k = known{own, literals}
}

func (m *Memory) grow(bytes int, kept *Kept) {
	m.bytes += bytes
	kept.bytes += bytes
}

// hash is a number that often differs for texts that do. It looks at the ends and at
// the middle.
func hash(s string) uint {
	t := fold.Bytes(s)
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
