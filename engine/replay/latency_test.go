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

// TestFastest: an event that was interrupted in one pass is judged by another.
func TestFastest(t *testing.T) {
	var f fastest
	for _, pass := range [][]time.Duration{{5, 900, 7}, {600, 6, 8}, {5, 7, time.Hour}} {
		for place, d := range pass {
			f.add(place, d)
		}
	}
	if want := (fastest{5, 6, 7}); !slices.Equal(f, want) {
		t.Errorf("%v, want %v", f, want)
	}
	if got := f.latency(); got.P50 != 6 || got.Max != 7 {
		t.Errorf("%+v", got)
	}
}
