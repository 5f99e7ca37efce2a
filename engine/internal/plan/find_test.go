package plan

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// literalsAndTexts are random literals of at least n bytes over few letters, and
// texts to find them in.
func literalsAndTexts(r *rand.Rand, n int) (literals []affix, texts [][]byte) {
	text := func(least, most int) []byte {
		b := make([]byte, least+r.IntN(most-least+1))
		for i := range b {
			b[i] = "abc\\.\xc3\xa4"[r.IntN(7)]
		}
		return b
	}
	seen := map[string]bool{}
	for range 1 + r.IntN(40) {
		if t := text(n, n+8); !seen[string(t)] {
			seen[string(t)] = true
			literals = append(literals, affix{t, int32(len(literals))})
		}
	}
	for range 20 {
		t := text(0, 30)
		if r.IntN(2) == 0 {
			t = append(t, literals[r.IntN(len(literals))].text...)
		}
		if r.IntN(2) == 0 {
			t = append(bytes.Clone(literals[r.IntN(len(literals))].text), t...)
		}
		texts = append(texts, t)
	}
	return literals, texts
}

// finders are the indexes of texts, each with the naive way to do the same.
var finders = map[string]struct {
	shortest int
	make     func(literals []affix) interface{ find(*hits, []byte) }
	naive    func(text, literal []byte) bool
}{
	"starts": {1, func(l []affix) interface{ find(*hits, []byte) } { return newAffixes(l, false) }, bytes.HasPrefix},
	"ends":   {1, func(l []affix) interface{ find(*hits, []byte) } { return newAffixes(l, true) }, bytes.HasSuffix},
	"pairs":  {2, func(l []affix) interface{ find(*hits, []byte) } { return newGrams(l, 2, 1) }, bytes.Contains},
	"dense":  {4, func(l []affix) interface{ find(*hits, []byte) } { return newGrams(l, 4, 1) }, bytes.Contains},
	"sparse": {7, func(l []affix) interface{ find(*hits, []byte) } { return newGrams(l, 4, 4) }, bytes.Contains},
}

func TestFinders(t *testing.T) {
	for name, f := range finders {
		for seed := range uint64(200) {
			literals, texts := literalsAndTexts(rand.New(rand.NewPCG(seed, 0)), f.shortest)
			x := f.make(literals)
			var found hits
			for _, text := range texts {
				found.reset(len(literals))
				x.find(&found, text)
				var want []int32
				for _, l := range literals {
					if f.naive(text, l.text) {
						want = append(want, l.id)
					}
				}
				got := slices.Sorted(slices.Values(found.list))
				if !slices.Equal(got, want) {
					t.Fatalf("%s, seed %d, %q: found %v, want %v", name, seed, text, got, want)
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
			var literals []affix
			for i := range n {
				literals = append(literals, affix{fmt.Appendf(nil, `\%x%d.exe`, r.Uint32(), i), int32(i)})
			}
			text := bytes.Repeat([]byte(`c:\windows\system32\cmd.exe /c start notepad.exe `), 4)
			b.Run(fmt.Sprintf("%s/literals=%d/index", name, n), func(b *testing.B) {
				x := f.make(literals)
				var found hits
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					found.reset(n)
					x.find(&found, text)
				}
			})
			b.Run(fmt.Sprintf("%s/literals=%d/naive", name, n), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					for _, l := range literals {
						f.naive(text, l.text)
					}
				}
			})
		}
	}
}
