package replay

import (
	"math"
	"math/bits"
	"time"
)

// Latency is how long it takes until so many in a hundred events are done.
type Latency struct {
	P50  time.Duration `json:"p50"`
	P90  time.Duration `json:"p90"`
	P99  time.Duration `json:"p99"`
	P999 time.Duration `json:"p999"`
	Max  time.Duration `json:"max"`
}

// histogram counts durations in buckets whose bounds grow by a sixteenth or less.
type histogram struct {
	counts [64 * steps]int64
	n      int64
	max    time.Duration
}

const steps = 16 // buckets from one power of two to the next

func (h *histogram) add(d time.Duration) {
	h.counts[bucket(d)]++
	h.n++
	h.max = max(h.max, d)
}

func bucket(d time.Duration) int {
	v := uint64(max(d, 0))
	if v < steps {
		return int(v)
	}
	shift := bits.Len64(v) - bits.Len64(steps)
	return steps*shift + int(v>>shift)
}

// upper returns the longest duration of a bucket.
func upper(b int) time.Duration {
	if b < 2*steps {
		return time.Duration(b)
	}
	shift := b/steps - 1
	return time.Duration((uint64(b-steps*shift)+1)<<shift - 1)
}

// at returns what so many in a thousand durations do not exceed.
func (h *histogram) at(thousandth int64) time.Duration {
	rank := (h.n*thousandth + 999) / 1000
	for b, n := range h.counts {
		if rank -= n; rank <= 0 {
			return min(upper(b), h.max)
		}
	}
	return h.max
}

// fastest is how long each event took in the pass that was fastest with it: other
// work on the machine hardly ever hits the same event in all of them. An event is
// known by its place. Four bytes each make 4 s the longest time that is told.
type fastest []uint32

func (f *fastest) add(place int, d time.Duration) {
	took := uint32(min(max(d, 0), math.MaxUint32))
	if place == len(*f) {
		*f = append(*f, took)
	}
	(*f)[place] = min((*f)[place], took)
}

func (f fastest) latency() Latency {
	var h histogram
	for _, d := range f {
		h.add(time.Duration(d))
	}
	return h.latency()
}

func (h *histogram) latency() Latency {
	return Latency{h.at(500), h.at(900), h.at(990), h.at(999), h.max}
}
