package normalize

import (
	"bytes"
	"testing"
)

// TestDismissedIsBounded: however large events are, no more is kept of them than maxKept.
func TestDismissedIsBounded(t *testing.T) {
	d := dismissed{places: make([][]byte, maxDismissals)}
	d.values, d.last = bytes.Repeat([]byte("x"), maxDismissed), true
	for i := range d.places {
		d.place = &d.places[i]
		if d.add(); *d.place == nil && i < maxKept/maxDismissed/2 {
			t.Fatalf("event %d was not kept", i)
		}
		sum := 0
		for _, p := range d.places {
			sum += cap(p)
		}
		if sum > maxKept {
			t.Fatalf("%d bytes are kept of %d events", sum, i+1)
		}
	}
}
