package memory

import (
	"encoding/binary"
	"testing"
)

// TestDigest holds that digests are those of SipHash's own test: of the texts
// 00, 00 01, … with the key 00 01 … 0f.
func TestDigest(t *testing.T) {
	var b [16]byte
	for i := range b {
		b[i] = byte(i)
	}
	s := Secret{binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])}
	for length, want := range map[int]uint64{0: 0x726fdb47dd0e0e31, 1: 0x74f839c593dc67fd, 8: 0x93f5f5799a932462, 15: 0xa129ca6149be45e5} {
		if got := s.Digest(b[:length]); got != want {
			t.Errorf("%d bytes: %x, not %x", length, got, want)
		}
	}
	if one, two := NewSecret(), NewSecret(); one == two {
		t.Error("secrets are equal")
	}
}

func BenchmarkDigest(b *testing.B) {
	s, text := NewSecret(), []byte("\x01\x03437\x01\x0auser-12345")
	for b.Loop() {
		s.Digest(text)
	}
}
