package memory

import (
	"crypto/rand"
	"encoding/binary"
	"math/bits"
)

// Secret makes numbers of texts where only equality matters, so that the texts
// need not be kept. They are SipHash-2-4 (Aumasson and Bernstein, 2012): nobody
// who does not know the secret can make texts that count as one.
type Secret [2]uint64

// NewSecret returns one that nobody knows.
func NewSecret() Secret {
	var b [16]byte
	rand.Read(b[:])
	return Secret{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}
}

// Digest returns the number of a text.
func (s *Secret) Digest(text []byte) uint64 {
	a, b, c, d := s[0]^0x736f6d6570736575, s[1]^0x646f72616e646f6d, s[0]^0x6c7967656e657261, s[1]^0x7465646279746573
	last := uint64(len(text)) << 56
	for ; len(text) >= 8; text = text[8:] {
		word := binary.LittleEndian.Uint64(text)
		a, b, c, d = stir(stir(a, b, c, d^word))
		a ^= word
	}
	for i, r := range text {
		last |= uint64(r) << (8 * i)
	}
	a, b, c, d = stir(stir(a, b, c, d^last))
	a, b, c, d = stir(stir(stir(stir(a^last, b, c^0xff, d))))
	return a ^ b ^ c ^ d
}

// stir is one round of SipHash.
func stir(a, b, c, d uint64) (uint64, uint64, uint64, uint64) {
	a, c = a+b, c+d
	b, d = bits.RotateLeft64(b, 13)^a, bits.RotateLeft64(d, 16)^c
	a, c = bits.RotateLeft64(a, 32)+d, c+b
	b, d = bits.RotateLeft64(b, 17)^c, bits.RotateLeft64(d, 21)^a
	return a, b, bits.RotateLeft64(c, 32), d
}
