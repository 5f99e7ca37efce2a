package find

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// asker asks a memory for values and counts how often it has to look.
type asker struct {
	Memory
	Kept
	looks int
}

func newAsker() *asker { return &asker{Kept: NewKept()} }

// ask returns the literals of v among the first of n, some of which were found before.
func (a *asker) ask(v event.Value, n int, before ...int32) []int32 {
	var found Hits
	found.Reset(n)
	for _, id := range before {
		found.Add(id)
	}
	a.Find(&found, v, &a.Kept, func(found *Hits) {
		a.looks++
		for _, id := range literalsNaively(v, n) {
			found.Add(id)
		}
	})
	return slices.Sorted(slices.Values(found.List()))
}

// literalsNaively are literals that v might have: some that differ for values that do.
func literalsNaively(v event.Value, n int) []int32 {
	text := fmt.Sprint(v.Raw(), v.Kind(), v.Meaning())
	var ids []int32
	for id := range n {
		if strings.Count(text, string(rune('a'+id)))%2 == 1 {
			ids = append(ids, int32(id))
		}
	}
	return ids
}

// TestMemory holds what is remembered against what is looked up each time.
func TestMemory(t *testing.T) {
	const n = 20
	meanings := []*event.Meaning{nil, {Code: "a"}, {Code: "b"}}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 0))
		a := newAsker()
		values := 1 + r.IntN(100)
		for range 3000 {
			text := strings.Repeat("x", r.IntN(2)*r.IntN(2)*r.IntN(40)) + fmt.Sprint(r.IntN(values))
			v := event.Typed(event.Text+event.Kind(r.IntN(3)), text, uint64(r.IntN(2))).WithMeaning(meanings[r.IntN(3)])
			before := int32(r.IntN(n))
			want := append(literalsNaively(v, n), before)
			slices.Sort(want)
			if got := a.ask(v, n, before); !slices.Equal(got, slices.Compact(want)) {
				t.Fatalf("seed %d: %v has %v, want %v", seed, v, got, want)
			}
		}
	}
}

func TestMemoryKnowsFromTheThirdTime(t *testing.T) {
	a := newAsker()
	for range 10 {
		for i := range 3 {
			a.ask(event.TextValue(fmt.Sprint("value ", i)), 20)
		}
	}
	if a.looks > 2*3+10 { // two of them may have to share a place
		t.Errorf("looked %d times for three values", a.looks)
	}
	a.looks = 0
	long := event.TextValue(strings.Repeat("x", maxKnown+1))
	for range 10 {
		a.ask(long, 20)
	}
	if a.looks != 10 {
		t.Errorf("looked %d times for a value that is too long to be kept", a.looks)
	}
}

// TestMemoryPauses: where values do not come again nothing is kept for long, and where they
// do later that is found out.
func TestMemoryPauses(t *testing.T) {
	a := newAsker()
	for i := range memoryTrial + 1 {
		a.ask(event.TextValue(fmt.Sprint(i)), 20)
	}
	if a.Kept.bytes != 0 || a.known != nil {
		t.Errorf("keeps %d bytes of values that did not come again", a.Kept.bytes)
	}
	a.looks = 0
	for range memoryPause + memoryTrial {
		a.ask(event.TextValue("again"), 20)
	}
	if a.looks > memoryPause+2 {
		t.Errorf("looked %d times for one value", a.looks)
	}
}

func TestMemoryCountsBytes(t *testing.T) {
	a := newAsker()
	for i := range 100 {
		v := event.TextValue(strings.Repeat("x", 1000+i))
		a.ask(v, 20)
		a.ask(v, 20)
	}
	if least, most := leastPlaces*1000, mostPlaces*placeBytes+100*1100; a.Kept.bytes < least || a.Kept.bytes > most {
		t.Errorf("keeps %d bytes, want %d to %d", a.Kept.bytes, least, most)
	}
}

func BenchmarkMemory(b *testing.B) {
	v := event.TextValue(`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`)
	a := newAsker()
	a.ask(v, 20)
	a.ask(v, 20)
	var found Hits
	found.Reset(20)
	for b.Loop() {
		a.Find(&found, v, &a.Kept, func(*Hits) { b.Fatal("not known") })
	}
}
