package find

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"
)

// A sieve of UTF-16 sees what its naive twin does, at whatever place and however it is
// spelled, and nothing else.
func TestWideSieve(t *testing.T) {
	literals := []Literal{{[]byte("mimikatz.exe"), 0}, {[]byte("sekurlsa::"), 1}, {[]byte("privilege::debug"), 2}, {[]byte("gentilkiwi.com"), 3}}
	w := NewSieve(newGrams(literals, 4, nil)).Wide()
	r := rand.New(rand.NewPCG(7, 7))
	spell := strings.NewReplacer("k", "\u212a", "s", "\u017f", "e", "E")
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	seen := 0
	for range 20000 {
		text := strings.Repeat(pick("x", "SeDebugPrivilege ", "é", "😀", "\u212a"), r.IntN(9)) + pick("mimikat", "Mimikatz.EXE", "sekurlsa::", "sekurlsa:", "", "Privilege::Debug", "ivilege::debug", "gentilkiwi.com")
		if r.IntN(2) == 0 {
			text = spell.Replace(text)
		}
		text += strings.Repeat("z", r.IntN(20))
		var wide []byte
		for _, u := range utf16.Encode([]rune(text)) {
			wide = binary.LittleEndian.AppendUint16(wide, u)
		}
		want := false
		folded := strings.NewReplacer("\u212a", "k", "\u017f", "s").Replace(strings.ToLower(text))
		for _, l := range literals {
			want = want || strings.Contains(folded, string(l.Text))
		}
		if got := w.MayHave(append(wide, make([]byte, r.IntN(3))...)); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
		if want {
			seen++
		}
	}
	if seen < 2000 {
		t.Errorf("only %d texts had a literal", seen)
	}
}

// Literals that are many at one place may be taken for one another, but none is missed.
func TestWideSieveOfMany(t *testing.T) {
	var literals []Literal
	for i := range 20 {
		literals = append(literals, Literal{[]byte("mimikatz" + strings.Repeat("x", i)), int32(i)})
	}
	w := NewSieve(newGrams(literals, 4, nil)).Wide()
	for at := range 20 {
		var wide []byte
		for _, c := range strings.Repeat("y", at) + "MIMIKATZ" {
			wide = append(wide, byte(c), 0)
		}
		if !w.MayHave(wide) {
			t.Errorf("not seen at %d", at)
		}
	}
}
