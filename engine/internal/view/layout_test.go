package view_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

// TestLoadLike: what a layout says is what looking up the names says.
func TestLoadLike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var names view.Names
	for _, n := range []string{"A", "B", "Image", "ThreatName", "a.b"} {
		names.Slot(n)
	}
	names.Slot("A", "Image")
	spellings := []string{"A", "a", "B", "Image", "image", "Threat Name", "b", "Other"}
	var like view.Layouts
	e, plain := view.NewEvent(&names), view.NewEvent(&names)
	for range 20000 {
		ev := &event.Event{}
		for range r.IntN(4) {
			f := event.Field{Name: spellings[r.IntN(len(spellings))], Value: event.UintValue(r.Uint64())}
			if r.IntN(3) == 0 {
				f.Path = "a." + f.Name
			}
			ev.Fields = append(ev.Fields, f)
		}
		e.LoadLike(ev, &like)
		plain.Load(ev)
		if e.Source() != ev || !slices.Equal(e.Used(), plain.Used()) || e.All().Len() != plain.All().Len() {
			t.Fatalf("%+v: %v, want %v", ev.Fields, e.Used(), plain.Used())
		}
		for slot := range names.Len() {
			a, b := e.Field(slot), plain.Field(slot)
			if a.Len() != b.Len() {
				t.Fatalf("%+v: slot %d has %d values, want %d", ev.Fields, slot, a.Len(), b.Len())
			}
			for i := range a.Len() {
				if a.Ref(i) != b.Ref(i) || string(a.Folded(i)) != string(b.Folded(i)) {
					t.Fatalf("%+v: slot %d, value %d differs", ev.Fields, slot, i)
				}
			}
		}
	}
}

// BenchmarkLoad compares both ways to find the slots of an event's fields.
func BenchmarkLoad(b *testing.B) {
	var names view.Names
	ev := &event.Event{}
	for _, n := range []string{"Image", "ParentImage", "CommandLine", "User", "LogonId", "Hashes", "ProcessId", "UtcTime", "Company", "Product"} {
		names.Slot(n)
		ev.Fields = append(ev.Fields, event.Field{Name: n, Value: event.TextValue("x")}, event.Field{Name: n + "X"}, event.Field{Name: n + "Y"})
	}
	e := view.NewEvent(&names)
	b.Run("index", func(b *testing.B) {
		var like view.Layouts
		for b.Loop() {
			e.LoadLike(ev, &like)
		}
	})
	b.Run("naive", func(b *testing.B) {
		for b.Loop() {
			e.Load(ev)
		}
	})
}
