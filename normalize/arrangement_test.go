package normalize

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// Whatever order the fields have, each stands where its label says; of one label
// they keep theirs. Records with other fields are not arranged.
func TestArrangement(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var labels []*event.Label
	for i := range 30 {
		l := &event.Label{Name: fmt.Sprint("a", i), Number: 2 * i}
		for range 1 + i%7/5 {
			labels = append(labels, l)
		}
	}
	seats := func(l *event.Label) *seat { return &seat{names: []uint64{uint64(l.Number)}} }
	a, ok := arrange(&shape{labels: labels}, seats)
	if !ok {
		t.Fatal("labels cannot be arranged")
	}
	for range 200 {
		mixed := slices.Clone(labels)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		order, ok := a.order(nil, mixed)
		if !ok || anyOrder(mixed) != anyOrder(labels) {
			t.Fatal("the same labels are others")
		}
		for i, at := range order {
			if mixed[at] != labels[i] || i > 0 && labels[i-1] == labels[i] && order[i-1] > at {
				t.Fatalf("field %d is %s, not %s", i, mixed[at].Name, labels[i].Name)
			}
		}
		for _, other := range []*event.Label{labels[r.IntN(len(labels))], {Number: 2 * r.IntN(30)}, {Number: 1}, {Number: -1}, {Number: 1 << 20}} {
			if i := r.IntN(len(mixed)); mixed[i] != other {
				mixed[i] = other
				if order, ok := a.order(nil, mixed); ok {
					t.Fatalf("%v are %v with another", order, labels)
				}
			}
		}
		if _, ok := a.order(nil, mixed[1:]); ok {
			t.Fatal("fewer labels are the same")
		}
	}
}

func TestWhatCannotBeArranged(t *testing.T) {
	one, two, many := &event.Label{Number: 1}, &event.Label{Number: 2}, &event.Label{Number: -1}
	for name, labels := range map[string][]*event.Label{
		"apart": {one, two, one}, "uncounted": {one, many},
	} {
		if _, ok := arrange(&shape{labels: labels}, func(l *event.Label) *seat { return &seat{names: []uint64{uint64(l.Number)}} }); ok {
			t.Errorf("%s: arranged", name)
		}
	}
	if _, ok := arrange(&shape{labels: []*event.Label{one, two}}, func(*event.Label) *seat { return &seat{names: []uint64{7}} }); ok {
		t.Error("two fields of one name are arranged")
	}
}

// labelled is a sketch of which only the labels are looked at.
type labelled struct {
	event.Sketch
	labels []*event.Label
	shape  uint64
}

func (l *labelled) Labels() []*event.Label { return l.labels }
func (l *labelled) Shape() uint64          { return l.shape }

// Records whose source has forgotten its labels, and gives their numbers to others, are
// arranged anew.
func TestArrangedAnew(t *testing.T) {
	var known shapes
	for generation := range uint64(3) {
		one, two := &event.Label{Number: 1}, &event.Label{Number: 2}
		first := &arranged{sketch: &labelled{labels: []*event.Label{one, two}, shape: generation}}
		if known.find(first) != nil {
			t.Fatal("other labels are known")
		}
		made := known.add(first)
		made.labels = first.sketch.Labels()
		known.arrange(made, func(l *event.Label) *seat { return &seat{names: []uint64{uint64(l.Number)}} })
		other := &arranged{sketch: &labelled{labels: []*event.Label{two, one}, shape: 7}}
		if known.find(other) != made || !slices.Equal(other.order, []int32{1, 0}) {
			t.Fatalf("labels %d are not arranged: %v", generation, other.order)
		}
	}
}
