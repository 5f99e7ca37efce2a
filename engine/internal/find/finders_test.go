package find

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/fold"
)

// literalsAndTexts are random literals of at least n bytes over few letters, and
// texts to find them in.
func literalsAndTexts(r *rand.Rand, n int) (literals []Literal, texts [][]byte) {
	text := func(least, most int) []byte {
		b := make([]byte, least+r.IntN(most-least+1))
		for i := range b {
			b[i] = "abc\\.\xc3\x84"[r.IntN(7)]
		}
		return b
	}
	seen := map[string]bool{}
	for range 1 + r.IntN(40+r.IntN(2)*300) {
		if t := text(n, n+8); !seen[string(t)] {
			seen[string(t)] = true
			literals = append(literals, Literal{t, int32(len(literals))})
		}
	}
	for range 20 {
		t := text(0, 30)
		if r.IntN(2) == 0 {
			t = append(t, literals[r.IntN(len(literals))].Text...)
		}
		if r.IntN(2) == 0 {
			t = append(bytes.Clone(literals[r.IntN(len(literals))].Text), t...)
		}
		texts = append(texts, t)
	}
	var long []byte // in which the same grams come again
	for len(long) < 1<<10 {
		long = append(long, texts[r.IntN(len(texts)/2)]...)
	}
	return literals, append(texts, append(long, texts[len(texts)-1]...))
}

// finders are the indexes of texts, each with the naive way to do the same.
var finders = map[string]struct {
	shortest int
	make     func(literals []Literal) func(*Hits, []byte, string)
	naive    func(text, literal []byte) bool
}{
	"starts": {1, affixFinder(false), bytes.HasPrefix},
	"ends":   {1, affixFinder(true), bytes.HasSuffix},
	"pairs":  {2, gramFinder(2), bytes.Contains},
	"threes": {4, gramFinder(3), bytes.Contains},
	"dense":  {4, gramFinder(4), bytes.Contains},
	"sparse": {7, gramFinder(4), bytes.Contains},
	"long":   {15, gramFinder(4), bytes.Contains},
	"sets":   {2, setFinder, bytes.Contains},
}

// affixFinder and gramFinder find in a text that is folded, or else in one that
// is as the event has it.
func affixFinder(backwards bool) func([]Literal) func(*Hits, []byte, string) {
	return func(literals []Literal) func(*Hits, []byte, string) {
		a := NewAffixes(slices.Clone(literals), backwards)
		return func(found *Hits, folded []byte, raw string) {
			if folded != nil {
				a.Find(found, folded)
			} else {
				a.Find(found, fold.Bytes(raw))
			}
		}
	}
}

func setFinder(literals []Literal) func(*Hits, []byte, string) {
	sets := GramsOf(literals, literals[0].Text)
	return func(found *Hits, folded []byte, raw string) {
		for _, g := range sets {
			if folded != nil {
				g.Find(found, folded)
			} else {
				g.Find(found, fold.Bytes(raw))
			}
		}
	}
}

func gramFinder(size int) func([]Literal) func(*Hits, []byte, string) {
	return func(literals []Literal) func(*Hits, []byte, string) {
		g := newGrams(literals, size, nil)
		return func(found *Hits, folded []byte, raw string) {
			if folded != nil {
				g.Find(found, folded)
			} else {
				g.Find(found, fold.Bytes(raw))
			}
		}
	}
}

func TestFinders(t *testing.T) {
	for name, f := range finders {
		for seed := range uint64(200) {
			literals, texts := literalsAndTexts(rand.New(rand.NewPCG(seed, 0)), f.shortest)
			find := f.make(literals)
			for _, text := range texts {
				var want []int32
				for _, l := range literals {
					if f.naive(text, l.Text) {
						want = append(want, l.ID)
					}
				}
				var found Hits
				found.Reset(len(literals))
				find(&found, text, "")
				if got := slices.Sorted(slices.Values(found.List())); !slices.Equal(got, want) {
					t.Fatalf("%s, seed %d, %q: found %v, want %v", name, seed, text, got, want)
				}
				if !fold.IsASCII(string(text)) {
					continue
				}
				found.Reset(len(literals))
				find(&found, nil, strings.ToUpper(string(text)))
				if got := slices.Sorted(slices.Values(found.List())); !slices.Equal(got, want) {
					t.Fatalf("%s, seed %d, %q unfolded: found %v, want %v", name, seed, text, got, want)
				}
			}
		}
	}
}

// BenchmarkFinders compares each index with its naive twin.
func BenchmarkFinders(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, f := range finders {
		for _, n := range []int{10, 100, 1000} {
			var literals []Literal
			for i := range n {
				literals = append(literals, Literal{fmt.Appendf(nil, `\%x%d.exe`, r.Uint32(), i), int32(i)})
			}
			text := bytes.Repeat([]byte(`c:\windows\system32\cmd.exe /c start notepad.exe `), 4)
			b.Run(fmt.Sprintf("%s/literals=%d/index", name, n), func(b *testing.B) {
				find := f.make(literals)
				var found Hits
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					found.Reset(n)
					find(&found, text, "")
				}
			})
			b.Run(fmt.Sprintf("%s/literals=%d/naive", name, n), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					for _, l := range literals {
						f.naive(text, l.Text)
					}
				}
			})
		}
	}
}
