package find

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
		s := NewSieve(newGrams(literals, 4, nil))
		if s == nil {
			t.Fatalf("no sieve for literals of %d bytes", shortest)
		}
		var found Hits
		for at := range 200 {
			l := literals[at%len(literals)]
			text := []byte(strings.Repeat("xyz", 67)[:at] + string(l.Text) + strings.Repeat("z", at%70))
			found.Reset(len(literals))
			s.Find(&found, bytes.ReplaceAll(text, []byte("c"), []byte("C")))
			for _, l := range literals {
				if want := bytes.Contains(text, l.Text); found.Has(l.ID) != want {
					t.Fatalf("%q in %q: %v, want %v", l.Text, text, found.Has(l.ID), want)
				}
			}
			from, to := r.IntN(at+1), at+len(l.Text)+r.IntN(at%70+1) // the literal is between them
			found.Reset(len(literals))
			s.FindWithin(&found, text, from, to)
			for _, l := range literals {
				if has := found.Has(l.ID); has && !bytes.Contains(text, l.Text) || !has && bytes.Contains(text[from:to], l.Text) {
					t.Fatalf("%q from %d to %d of %q: %v", l.Text, from, to, text, has)
				}
			}
		}
	}
	if s := NewSieve(newGrams([]Literal{{[]byte("abcdef"), 0}}, 4, nil)); s != nil {
		t.Error("a sieve for six bytes, which are not in every fourth place")
	}
}
