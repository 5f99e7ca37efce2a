package plan

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
)

// grams finds which of many literals are in a text, by looking at a few bytes,
// a gram, at every stride-th place. A literal that is long enough has stride
// grams in a row, so whichever way it lies in the text one of them is looked at:
// each is in a bitmap, and only where that says yes is the literal compared.
//
//	size 4, stride 2, 'mimikatz': "imik" and "mika" are in the bitmap
//	text 'x mimikatz': looks at "x mi", "mimi", "mika": there it is
type grams struct {
	size   int // of a gram: 4 or 2
	stride int
	shift  uint     // of a hash to a bit of the bitmap
	bitmap []uint64 // which hashes there are
	table  []gram   // open addressing, a power of two
	places []gramPlace
}

const gramPrime = 0x9e3779b1

// gram is a gram and where literals have it.
type gram struct {
	value       uint32
	first, last int32 // in places; 0, 0 is a free entry
}

// gramPlace says that a literal has a gram at an offset.
type gramPlace struct {
	literal []byte
	offset  int32
	id      int32
}

// newGrams returns the grams of literals, each of which has at least
// size+stride-1 bytes.
func newGrams(literals []affix, size, stride int) *grams {
	g := &grams{size: size, stride: stride}
	popular := map[uint32]int{}
	for _, l := range literals {
		for i := 0; i+size <= len(l.text); i++ {
			popular[g.at(l.text, i)]++
		}
	}
	byGram := map[uint32][]gramPlace{}
	var order []uint32
	for _, l := range literals {
		start := g.rarestWindow(l.text, popular)
		for i := start; i < start+stride; i++ {
			v := g.at(l.text, i)
			if byGram[v] == nil {
				order = append(order, v)
			}
			byGram[v] = append(byGram[v], gramPlace{l.text, int32(i), l.id})
		}
	}
	g.allocate(len(byGram))
	for _, v := range order {
		g.add(v, byGram[v])
	}
	return g
}

// rarestWindow returns where in text the stride grams in a row begin that
// fewest literals have.
func (g *grams) rarestWindow(text []byte, popular map[uint32]int) int {
	best, least := 0, math.MaxInt
	for start := 0; start+g.size+g.stride-1 <= len(text); start++ {
		sum := 0
		for i := start; i < start+g.stride; i++ {
			sum += popular[g.at(text, i)]
		}
		if sum < least {
			best, least = start, sum
		}
	}
	return best
}

// at returns the gram at place i of text.
func (g *grams) at(text []byte, i int) uint32 {
	if g.size == 2 {
		return uint32(binary.LittleEndian.Uint16(text[i:]))
	}
	return binary.LittleEndian.Uint32(text[i:])
}

// allocate sizes the table for n grams, and the bitmap so that one bit in
// thirty or so is set: up to 32 KB.
func (g *grams) allocate(n int) {
	size := 1 << bits.Len(uint(2*n))
	g.table = make([]gram, size)
	bitmap := min(max(16*size, 1<<9), 1<<18)
	g.bitmap = make([]uint64, bitmap/64)
	g.shift = uint(32 - bits.TrailingZeros(uint(bitmap)))
}

func (g *grams) add(v uint32, places []gramPlace) {
	h := v * gramPrime
	bit := h >> g.shift
	g.bitmap[bit/64] |= 1 << (bit % 64)
	e := g.probe(v)
	e.value, e.first = v, int32(len(g.places))
	g.places = append(g.places, places...)
	e.last = int32(len(g.places))
}

// probe returns the entry of v, or the free one where it would go.
func (g *grams) probe(v uint32) *gram {
	mask := uint32(len(g.table) - 1)
	for i := v * gramPrime >> 7; ; i++ {
		e := &g.table[i&mask]
		if e.last == 0 || e.value == v {
			return e
		}
	}
}

// find adds the literals that are in text.
func (g *grams) find(found *hits, text []byte) {
	for i := 0; i+g.size <= len(text); i += g.stride {
		v := g.at(text, i)
		bit := v * gramPrime >> g.shift
		if g.bitmap[bit/64]>>(bit%64)&1 != 0 {
			g.verify(found, text, i, v)
		}
	}
}

// verify adds the literals that have gram v and lie around place i of text.
func (g *grams) verify(found *hits, text []byte, i int, v uint32) {
	e := g.probe(v)
	for _, p := range g.places[e.first:e.last] {
		start := i - int(p.offset)
		if start >= 0 && !found.has(p.id) && bytes.HasPrefix(text[start:], p.literal) {
			found.add(p.id)
		}
	}
}
