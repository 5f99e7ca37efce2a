package memory

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRuns holds that runs are queues as slices would be, and that their blocks
// are used again.
func TestRuns(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 3))
	var a runs
	all, plain := make([]run, 40), make([][]Item, 40)
	for round := range 4 {
		for n := range uint64(100_000) {
			i := d.IntN(len(all))
			if grow := i < 3 && round%2 == 0; grow || d.IntN(2) == 0 {
				a.push(&all[i], Item{Value: n})
				plain[i] = append(plain[i], Item{Value: n})
			} else if len(plain[i]) > 0 {
				if got := a.pop(&all[i]); got != plain[i][0] {
					t.Fatalf("took out %v, not %v", got, plain[i][0])
				}
				plain[i] = plain[i][1:]
			}
			if n%100 == 0 && !slices.Equal(a.of(&all[i]), plain[i]) {
				t.Fatalf("%v, not %v", a.of(&all[i]), plain[i])
			}
		}
		for i := range all {
			if !slices.Equal(a.of(&all[i]), plain[i]) {
				t.Fatalf("%v, not %v", a.of(&all[i]), plain[i])
			}
			for all[i].length > uint32(d.IntN(3)) {
				a.pop(&all[i])
				plain[i] = plain[i][1:]
			}
		}
	}
	held := 0
	for i := range all {
		for all[i].length > 0 {
			a.pop(&all[i])
		}
	}
	for size, b := range a.sizes {
		if len(b.free) != int(b.count) {
			t.Errorf("%d blocks of size %d are not given back", int(b.count)-len(b.free), size)
		}
		for _, chunk := range b.chunks {
			held += len(chunk)
		}
	}
	if held > 40*4*chunkItems {
		t.Errorf("%d items are held for nothing", held)
	}
}
