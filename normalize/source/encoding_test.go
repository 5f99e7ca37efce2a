package source

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"unicode/utf16"
)

// TestEncodings: text in UTF-16 comes out as it went in, ASCII or not, and is measured
// as long as it was.
func TestEncodings(t *testing.T) {
	characters := []rune("azAZ09 \n\x00\x7f\u0080ÿé€\uff41中😀")
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var text []rune
		for range r.IntN(20) {
			text = append(text, characters[r.IntN(min(len(characters), 4+r.IntN(40)))])
		}
		want, units := string(text), utf16.Encode(text)
		var little, big []byte
		for _, u := range units {
			little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
		}
		for enc, b := range map[encoding][]byte{utf16LE: little, utf16BE: big} {
			if got, n := enc.append(nil, b); string(got) != want || n != len(b) {
				t.Errorf("%d: %q: %q from %d of %d bytes", enc, want, got, n, len(b))
			}
		}
		if got := (&utf8Reader{}).Measure([]byte(want)); got != int64(2*len(units)) {
			t.Errorf("%q is measured as %d bytes, want %d", want, got, 2*len(units))
		}
	}
}
