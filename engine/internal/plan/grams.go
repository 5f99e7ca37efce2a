package plan

import (
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
	size   int // of a gram: 2 to 4
	stride int
	shift  uint     // of a hash to a bit of the bitmap
	bitmap []uint64 // which hashes there are
	table  []gram   // open addressing, a power of two
	places []gramPlace
}

const (
	gramPrime = 0x9e3779b1
	maxStride = 8 // a larger one costs more memory than it saves time
)

// gram is a gram and where literals have it.
type gram struct {
	value       uint32
	first, last int32 // in places; 0, 0 is a free entry
}

// gramPlace says that a literal has a gram at an offset, or that many have.
type gramPlace struct {
	affix
	offset int32
	many   *affixes
}

// manyPlaces is how many literals with the same gram at the same offset are
// compared one by one. More are found together, so that a list of ten thousand
// names that begin alike does not cost ten thousand comparisons.
const manyPlaces = 4

// newGrams returns the grams of literals, each of which has at least size bytes.
// The stride is as large as the shortest of them allows.
func newGrams(literals []affix, size int) *grams {
	g := &grams{size: size, stride: maxStride}
	for _, l := range literals {
		g.stride = min(g.stride, len(l.text)-size+1)
	}
	popular := map[uint32]int{}
	for _, l := range literals {
		for i := 0; i+size <= len(l.text); i++ {
			popular[gramAt(l.text, i, g.size)]++
		}
	}
	byGram := map[uint32]map[int][]affix{} // by gram and offset
	for _, l := range literals {
		start := g.rarestWindow(l.text, popular)
		for i := start; i < start+g.stride; i++ {
			v := gramAt(l.text, i, g.size)
			if byGram[v] == nil {
				byGram[v] = map[int][]affix{}
			}
			byGram[v][i] = append(byGram[v][i], l)
		}
	}
	g.allocate(len(byGram))
	for v, byOffset := range byGram {
		g.add(v, byOffset)
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
			sum += popular[gramAt(text, i, g.size)]
		}
		if sum < least {
			best, least = start, sum
		}
	}
	return best
}

// gramAt returns the gram at place i of t, with the bit of lower case set in
// every byte: that makes a few characters alike that are not, which only costs a
// comparison.
func gramAt[T text](t T, i, size int) uint32 {
	v := uint32(0)
	for j := range size {
		v |= uint32(t[i+j]|0x20) << (8 * j)
	}
	return v
}

// four is gramAt with four bytes.
func four[T text](t T, i int) uint32 {
	return 0x20202020 | uint32(t[i]) | uint32(t[i+1])<<8 | uint32(t[i+2])<<16 | uint32(t[i+3])<<24
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

func (g *grams) add(v uint32, byOffset map[int][]affix) {
	h := v * gramPrime
	bit := h >> g.shift
	g.bitmap[bit/64] |= 1 << (bit % 64)
	e := g.probe(v)
	e.value, e.first = v, int32(len(g.places))
	for offset, literals := range byOffset {
		if len(literals) > manyPlaces {
			g.places = append(g.places, gramPlace{offset: int32(offset), many: newAffixes(literals, false)})
			continue
		}
		for _, l := range literals {
			g.places = append(g.places, gramPlace{affix: l, offset: int32(offset)})
		}
	}
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

// findGrams adds the literals that are in t.
func findGrams[T text](g *grams, found *hits, t T) {
	stride, shift, bitmap := g.stride, g.shift, g.bitmap
	mask := uint32(1<<(8*g.size) - 1)
	i := 0
	for ; i+4 <= len(t); i += stride {
		v := four(t, i) & mask
		bit := v * gramPrime >> shift
		if bitmap[bit/64]>>(bit%64)&1 != 0 {
			verify(g, found, t, i, v)
		}
	}
	for ; i+g.size <= len(t); i += stride {
		verify(g, found, t, i, gramAt(t, i, g.size))
	}
}

// verify adds the literals that have gram v and lie around place i of t.
func verify[T text](g *grams, found *hits, t T, i int, v uint32) {
	e := g.probe(v)
	for j := e.first; j < e.last; j++ {
		switch p := &g.places[j]; {
		case p.many != nil:
			if start := i - int(p.offset); start >= 0 {
				findAffixes(p.many, found, t[start:])
			}
		case !found.has(p.id) && isAt(t, i-int(p.offset), p.text):
			found.add(p.id)
		}
	}
}
