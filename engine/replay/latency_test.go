package replay

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestHistogram: percentiles are those of the sorted durations, a sixteenth more
// at most.
func TestHistogram(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var h histogram
		var all []time.Duration
		for range 1 + r.IntN(3000) {
			d := time.Duration(r.Uint64N(1 << r.IntN(40)))
			all = append(all, d)
			h.add(d)
		}
		slices.Sort(all)
		for _, p := range []int64{1, 500, 900, 990, 999, 1000} {
			want := all[(int64(len(all))*p+999)/1000-1]
			if got := h.at(p); got < want || got > want+want/16 {
				t.Fatalf("%d of 1000 in %d: %d, want %d", p, len(all), got, want)
			}
		}
		if h.latency().Max != all[len(all)-1] {
			t.Fatal("the longest is lost")
		}
	}
	if (&histogram{}).latency() != (Latency{}) {
		t.Error("nothing took time")
	}
}
