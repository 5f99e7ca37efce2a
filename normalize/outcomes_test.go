package normalize

import (
	"bytes"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
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

// raws are values of a sketch, all of them quoted.
type raws struct {
	event.Sketch
	all []string
}

func (r raws) Raw(i int) ([]byte, bool) { return []byte(r.all[i]), true }

// TestValuesAreTold: a message that looks like a notable value and another message, as
// they are put together, is not taken for those.
func TestValuesAreTold(t *testing.T) {
	const field = 21 // as much as the head of a message of ten bytes
	one := raws{all: make([]string, field+1)}
	two := raws{all: make([]string, field+1)}
	one.all[0], two.all[0], two.all[field] = "\x03\x00\x00\x00n\x03\x00\x00\x00m", "m", "n"
	v, s := &view{excerpt: &excerpt{}}, &shape{message: 0}
	a, _ := v.values(nil, s, &arranged{sketch: one}, nil)
	b, _ := v.values(nil, s, &arranged{sketch: two}, []step{{&choice{}, field}})
	if bytes.Equal(a, b) {
		t.Errorf("%q and %q are the same", one.all, two.all)
	}
}
