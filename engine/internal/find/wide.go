package find

import "encoding/binary"

// WideSieve tells whether literals are in texts of UTF-16, little-endian, among which
// there may be other things, without a copy of them. It is for where hardly ever one is.
//
//	"sekurlsa::", stride 6  →  places 0, 12, 24, …: at none is "s.e.k.u.", "e.k.u.r.", …
type WideSieve struct {
	*Sieve
	bitmap [1 << (wideBits - 6)]uint64 // of the hashes of grams
}

// wideBits is how many bits a hash has: the bitmap is as large as what a [Sieve] knows.
const wideBits = 18

// Wide returns the sieve of the same literals for texts of UTF-16.
func (s *Sieve) Wide() *WideSieve {
	w := &WideSieve{Sieve: s}
	for _, e := range s.table {
		if e.last > 0 {
			w.add(0, e.value, 0)
		}
	}
	return w
}

// add enters the grams of UTF-16 that begin with n characters and end with those of a
// gram, or with some that fold to them.
func (w *WideSieve) add(wide uint64, gram uint32, n int) {
	if n == 4 {
		h := wideHash(wide)
		w.bitmap[h/64] |= 1 << (h % 64)
		return
	}
	c := byte(gram >> (8 * n))
	w.add(wide|uint64(c)<<(16*n), gram, n+1)
	for _, f := range folding {
		if f.to == c {
			w.add(wide|uint64(f.from|0x20)<<(16*n), gram, n+1)
		}
	}
}

// folding are the characters that fold to ASCII.
var folding = [...]struct {
	from uint16
	to   byte
}{{'\u212a', 'k'}, {'\u017f', 's'}}

func wideHash(gram uint64) uint64 { return gram * 0x9e3779b97f4a7c15 >> (64 - wideBits) }

// MayHave reports whether one of the literals is in t, in whatever case. It may take
// hardly anything for one.
func (w *WideSieve) MayHave(t []byte) bool {
	any := uint64(0)
	for i := 0; i+8 <= len(t); i += 2 * w.stride {
		any |= w.at(t[i:])
	}
	return any&1 != 0 && w.has(t) // else a fast path
}

// at has its lowest bit set where t may begin with a gram.
func (w *WideSieve) at(t []byte) uint64 {
	h := wideHash(binary.LittleEndian.Uint64(t) | 0x0020002000200020)
	return w.bitmap[h/64] >> (h % 64)
}

// has is MayHave where there are grams.
func (w *WideSieve) has(t []byte) bool {
	for i := 0; i+8 <= len(t); i += 2 * w.stride {
		if w.at(t[i:])&1 == 0 {
			continue
		}
		gram := uint32(0)
		for j := range 4 {
			gram |= uint32(folded(t[i+2*j:])|0x20) << (8 * j)
		}
		e := w.probe(gram)
		for _, p := range w.places[e.first:e.last] {
			if p.literal < 0 || isWideAt(t, i-2*int(p.offset), w.literals[p.literal].Text) {
				return true
			}
		}
	}
	return false
}

// isWideAt reports whether t has a literal at a place.
func isWideAt(t []byte, i int, literal []byte) bool {
	if i < 0 || i+2*len(literal) > len(t) {
		return false
	}
	for j, c := range literal {
		if folded(t[i+2*j:]) != c {
			return false
		}
	}
	return true
}

// folded returns the lower-case ASCII character that t begins with, or begins with
// something that folds to it; 0 of others.
func folded(t []byte) byte {
	u := binary.LittleEndian.Uint16(t)
	switch {
	case 'A' <= u && u <= 'Z':
		return byte(u) | 0x20
	case u < 0x80:
		return byte(u)
	}
	for _, f := range folding {
		if f.from == u {
			return f.to
		}
	}
	return 0
}
