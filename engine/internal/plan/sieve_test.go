package plan

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// A sieve finds what its naive twin does, wherever it stands in a long text.
func TestSieve(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for shortest := 7; shortest < 14; shortest++ {
		literals, _ := literalsAndTexts(r, shortest)
		s := newSieve(newGrams(literals, 4, nil))
		if s == nil {
			t.Fatalf("no sieve for literals of %d bytes", shortest)
		}
		var found hits
		for at := range 200 {
			l := literals[at%len(literals)]
			text := []byte(strings.Repeat("xyz", 67)[:at] + string(l.text) + strings.Repeat("z", at%70))
			found.reset(len(literals))
			s.find(&found, bytes.ReplaceAll(text, []byte("c"), []byte("C")))
			for _, l := range literals {
				if want := bytes.Contains(text, l.text); found.has(l.id) != want {
					t.Fatalf("%q in %q: %v, want %v", l.text, text, found.has(l.id), want)
				}
			}
		}
	}
	if s := newSieve(newGrams([]affix{{[]byte("abcdef"), 0}}, 4, nil)); s != nil {
		t.Error("a sieve for six bytes, which are not in every fourth place")
	}
}
