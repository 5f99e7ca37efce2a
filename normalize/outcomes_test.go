package normalize

import (
	"bytes"
	"testing"
)

// TestOutcomesAreBounded: however large events are, no more is kept of them than maxKept.
func TestOutcomesAreBounded(t *testing.T) {
	d := outcomes{places: make([]eventual, manyRemembered)}
	d.values, d.last = bytes.Repeat([]byte("x"), maxRemembered), true
	for i := range d.places {
		d.place = &d.places[i]
		if d.add(1); d.place.values == nil && i < maxKept/maxRemembered/2 {
			t.Fatalf("event %d was not kept", i)
		}
		sum := 0
		for _, p := range d.places {
			sum += cap(p.values)
		}
		if sum > maxKept {
			t.Fatalf("%d bytes are kept of %d events", sum, i+1)
		}
	}
}
