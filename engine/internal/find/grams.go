package find

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// Grams finds which of many literals are in a text, by looking at a few bytes,
// a gram, at every stride-th place. A literal that is long enough has stride
// grams in a row, so whichever way it lies in the text one of them is looked at:
// each is in a bitmap, and only where that says yes is the literal compared.
//
//	size 4, stride 2, 'mimikatz': "imik" and "mika" are in the bitmap
//	text 'x mimikatz': looks at "x mi", "mimi", "mika": there it is
type Grams struct {
	size   int // of a gram: 2 to 4
	stride int
	mask   uint32 // of the bytes of a gram
	bits   uint32 // of a hash that are in the bitmap
	bitmap []uint64
	table  []gram // open addressing, a power of two
	places []gramPlace

	literals []Literal
	many     []*Affixes
}

const (
	gramPrime  = 0x9e3779b1
	bitmapSize = 1 << 18 // bits: as much as a processor's nearest cache holds
	maxStride  = 8       // a larger one costs more memory than it saves time

	// FullStride is the length from which on literals allow for the largest stride.
	FullStride = maxStride + 4 - 1
)

// gram is a gram and where literals have it.
type gram struct {
	value       uint32
	first, last int32 // in places; 0, 0 is a free entry
}

// gramPlace says that a literal has a gram at an offset, or that many have.
type gramPlace struct {
	offset  int32
	literal int32 // in literals; below 0, ^literal is in many
}

// manyPlaces is how many literals with the same gram at the same offset are
// compared one by one. More are found together, so that a list of ten thousand
// names that begin alike does not cost ten thousand comparisons.
const manyPlaces = 4

// newGrams returns the grams of up to maxLiterals literals, each of which has at
// least size bytes.
// The stride is as large as the shortest of them allows. Sample is like the texts
// to come.
func newGrams(literals []Literal, size int, sample []byte) *Grams {
	g := &Grams{size: size, stride: maxStride, mask: uint32(1<<(8*size) - 1), literals: literals}
	for _, l := range literals {
		g.stride = min(g.stride, len(l.Text)-size+1)
	}
	chosen := make([]gramOf, 0, len(literals)*g.stride)
	seen := g.popularity(literals, sample)
	for n, l := range literals {
		start := seen.rarestWindow(l.Text[:min(len(l.Text), maxOffset)])
		for i := start; i < start+g.stride; i++ {
			chosen = append(chosen, gramOf(gramAt(l.Text, i, size))<<32|gramOf(i)<<literalBits|gramOf(n))
		}
	}
	slices.Sort(chosen)
	g.fill(chosen)
	return g
}

// gramOf is a gram that a literal is looked for by, with its offset there, and the
// literal, in one number: that is sorted fast.
type gramOf uint64

// How many literals there may be, and where grams of long ones may be.
const (
	literalBits = 22
	maxLiterals = 1 << literalBits
	maxOffset   = 1 << (32 - literalBits)
)

func (c gramOf) gram() uint32   { return uint32(c >> 32) }
func (c gramOf) place() gramOf  { return c >> literalBits } // the gram with its offset
func (c gramOf) offset() int32  { return int32(c >> literalBits & (maxOffset - 1)) }
func (c gramOf) literal() int32 { return int32(c & (maxLiterals - 1)) }

// popularity tells how often a gram, or another one of the same hash, is met in
// texts, and how many literals have it: it only serves to choose well.
type popularity struct {
	*Grams
	counts []int32 // a power of two
	window []int32 // scratch
}

func (g *Grams) popularity(literals []Literal, sample []byte) *popularity {
	all := len(sample)
	for _, l := range literals {
		all += len(l.Text) - g.size + 1
	}
	p := &popularity{Grams: g, counts: make([]int32, 1<<bits.Len(uint(all)))}
	for _, l := range literals {
		for i := 0; i+g.size <= len(l.Text); i++ {
			*p.of(l.Text, i)++
		}
	}
	for i := 0; i+g.size <= len(sample); i++ {
		*p.of(sample, i) += timesDearer
	}
	return p
}

func (p *popularity) of(text []byte, i int) *int32 {
	return &p.counts[gramAt(text, i, p.size)*gramPrime>>7&uint32(len(p.counts)-1)]
}

// timesDearer is how many times as dear a gram is that stands in a text, so that
// its literals are compared each time, as one that another literal has, too.
const timesDearer = 64

// rarestWindow returns where in text the stride grams in a row begin that are
// rarest.
func (p *popularity) rarestWindow(text []byte) int {
	p.window = p.window[:0]
	best, least, sum := 0, int32(math.MaxInt32), int32(0)
	for i := 0; i+p.size <= len(text); i++ {
		n := *p.of(text, i)
		p.window = append(p.window, n)
		sum += n
		start := i - p.stride + 1
		if start < 0 {
			continue
		}
		if sum < least {
			best, least = start, sum
		}
		sum -= p.window[start]
	}
	return best
}

// gramAt returns the gram at place i of t, with the bit of lower case set in
// every byte: that makes a few characters alike that are not, which only costs a
// comparison.
func gramAt(t []byte, i, size int) uint32 {
	v := uint32(0)
	for j := range size {
		v |= uint32(t[i+j]|0x20) << (8 * j)
	}
	return v
}

// allocate sizes the table for n grams, and the bitmap
// so that one bit in sixty or so is set, as far as bitmapSize allows.
func (g *Grams) allocate(n int) {
	size := 1 << bits.Len(uint(2*n))
	g.table = make([]gram, size)
	room := min(max(128*size, 1<<12), bitmapSize)
	g.bitmap = make([]uint64, room/64)
	g.bits = uint32(room) - 1
}

// bit returns the bit of the bitmap that stands for v.
func (g *Grams) bit(v uint32) uint32 { return v * gramPrime >> 14 & g.bits }

// fill enters the chosen grams, which are sorted.
func (g *Grams) fill(chosen []gramOf) {
	distinct := 0
	for i := range chosen {
		if i == 0 || chosen[i].gram() != chosen[i-1].gram() {
			distinct++
		}
	}
	g.allocate(distinct)
	g.places = make([]gramPlace, 0, len(chosen))
	for len(chosen) > 0 {
		n := 1
		for n < len(chosen) && chosen[n].gram() == chosen[0].gram() {
			n++
		}
		g.add(chosen[:n])
		chosen = chosen[n:]
	}
}

// add enters one gram with all the places that literals have it at.
func (g *Grams) add(chosen []gramOf) {
	v := chosen[0].gram()
	bit := g.bit(v)
	g.bitmap[bit/64] |= 1 << (bit % 64)
	e := g.probe(v)
	e.value, e.first = v, int32(len(g.places))
	for len(chosen) > 0 {
		n := 1
		for n < len(chosen) && chosen[n].place() == chosen[0].place() {
			n++
		}
		g.addPlace(chosen[:n])
		chosen = chosen[n:]
	}
	e.last = int32(len(g.places))
}

// addPlace enters the literals that have one gram at one offset.
func (g *Grams) addPlace(chosen []gramOf) {
	offset := chosen[0].offset()
	if len(chosen) <= manyPlaces {
		for _, c := range chosen {
			g.places = append(g.places, gramPlace{offset, c.literal()})
		}
		return
	}
	alike := make([]Literal, len(chosen))
	for i, c := range chosen {
		alike[i] = g.literals[c.literal()]
	}
	g.places = append(g.places, gramPlace{offset, ^int32(len(g.many))})
	g.many = append(g.many, NewAffixes(alike, false))
}

// probe returns the entry of v, or the free one where it would go.
func (g *Grams) probe(v uint32) *gram {
	mask := uint32(len(g.table) - 1)
	for i := v * gramPrime >> 7; ; i++ {
		e := &g.table[i&mask]
		if e.last == 0 || e.value == v {
			return e
		}
	}
}

// Find adds the literals that are in t, folded or not.
func (g *Grams) Find(found *Hits, t []byte) {
	i, bitmap := 0, g.bitmap
	last := len(bitmap) - 1
	if last < 0 {
		return // Never so, which spares the loop from checking it.
	}
	for ; i < len(t)-3; i += g.stride {
		v := (binary.LittleEndian.Uint32(t[i:]) | 0x20202020) & g.mask
		bit := v * gramPrime >> 14
		if bitmap[int(bit>>6)&last]>>(bit%64)&1 != 0 {
			g.verify(found, t, i, v)
		}
	}
	for ; i+g.size <= len(t); i += g.stride {
		g.verify(found, t, i, gramAt(t, i, g.size))
	}
}

// FindWithin adds the literals that are in t between from and to.
func (g *Grams) FindWithin(found *Hits, t []byte, from, to int) { g.Find(found, t[from:to]) }

// verify adds the literals that have gram v and lie around place i of t.
func (g *Grams) verify(found *Hits, t []byte, i int, v uint32) {
	e := g.probe(v)
	for _, p := range g.places[e.first:e.last] {
		if p.literal < 0 {
			if start := i - int(p.offset); start >= 0 {
				g.many[^p.literal].Find(found, t[start:])
			}
			continue
		}
		if l := &g.literals[p.literal]; !found.Has(l.ID) && isAt(t, i-int(p.offset), l.Text) {
			found.Add(l.ID)
		}
	}
}
