package find

import "encoding/binary"

// Sieve finds what its grams find, in long texts faster: it looks at eight places at
// once and knows of grams only a hash, as hardly ever one is there. The hash is so long
// that few others have it; a longer one would take more than the nearest cache holds.
//
//	"sekurlsa::", stride 6  →  places 0, 6, … 42 of 48 bytes: none of "seku", "ekur", … can be at any
type Sieve struct {
	*Grams
	stride int           // 4, 6 or 8, at most the grams' own
	known  [1 << 15]byte // not 0 for the hashes of grams
}

// NewSieve returns the sieve of g, nil if its literals are too short for one.
func NewSieve(g *Grams) *Sieve {
	if g.size != 4 || g.stride < 4 {
		return nil
	}
	s := &Sieve{Grams: g, stride: g.stride &^ 1}
	for _, e := range g.table {
		if e.last > 0 {
			s.known[sieveHash(e.value)] = 1
		}
	}
	return s
}

func sieveHash(gram uint32) uint32 { return gram * gramPrime >> 17 }

// Find adds the literals that are in t.
func (s *Sieve) Find(found *Hits, t []byte) { s.FindWithin(found, t, 0, len(t)) }

// FindWithin adds the literals that are in t between from and to. It looks at eight places
// also where the last of them are behind that, so short parts of a long text take no longer
// than their length.
func (s *Sieve) FindWithin(found *Hits, t []byte, from, to int) {
	t, to = t[from:], to-from
	for i := s.skip(t, 0, to); i+4 <= to; i = s.skip(t, i, to) {
		for end := min(i+8*s.stride, to-3); i < end; i += s.stride {
			if s.at(t[i:]) != 0 {
				s.verify(found, t, i, gramAt(t, i, 4))
			}
		}
	}
}

// skip returns the first place behind i, eight at a time, from which on one of eight
// may have a gram, or where there are not as many, or none before to.
func (s *Sieve) skip(t []byte, i, to int) int {
	switch s.stride {
	case 8:
		for ; i+60 <= len(t) && i+4 <= to; i += 64 {
			p := (*[60]byte)(t[i:])
			if s.at(p[0:])|s.at(p[8:])|s.at(p[16:])|s.at(p[24:])|s.at(p[32:])|s.at(p[40:])|s.at(p[48:])|s.at(p[56:]) != 0 {
				break
			}
		}
	case 6:
		for ; i+46 <= len(t) && i+4 <= to; i += 48 {
			p := (*[46]byte)(t[i:])
			if s.at(p[0:])|s.at(p[6:])|s.at(p[12:])|s.at(p[18:])|s.at(p[24:])|s.at(p[30:])|s.at(p[36:])|s.at(p[42:]) != 0 {
				break
			}
		}
	case 4:
		for ; i+32 <= len(t) && i+4 <= to; i += 32 {
			p := (*[32]byte)(t[i:])
			if s.at(p[0:])|s.at(p[4:])|s.at(p[8:])|s.at(p[12:])|s.at(p[16:])|s.at(p[20:])|s.at(p[24:])|s.at(p[28:]) != 0 {
				break
			}
		}
	}
	return i
}

// at is not 0 where t may begin with a gram.
func (s *Sieve) at(t []byte) byte {
	return s.known[sieveHash(binary.LittleEndian.Uint32(t)|0x20202020)]
}
