package alert

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// TestForms holds events that are written in remembered forms against the twin that
// remembers nothing. They have few names, so that forms meet and keys are taken.
func TestForms(t *testing.T) {
	d := rand.New(rand.NewPCG(1, 2))
	names := []string{"", "a", "b", "a.b", "rendering.a", `"`}
	values := []event.Value{{}, event.TextValue("x\n"), event.HexText("16", 16), event.TextValue("%%1").WithMeaning(&event.Meaning{Text: "One"})}
	var e Encoder
	for range 20_000 {
		ev := &event.Event{EventID: uint32(d.IntN(2))}
		for range d.IntN(6) {
			ev.Fields = append(ev.Fields, event.Field{
				Name: names[d.IntN(len(names))], Path: names[d.IntN(len(names))], Section: event.Section(d.IntN(int(event.Derived) + 1)), Value: values[d.IntN(len(values))],
			})
		}
		a := &Alert{Event: ev, Rule: &Rule{}}
		want, err := json.Marshal(naiveView(a))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.Append(nil, a); err != nil || string(got) != string(want) {
			t.Fatalf("%+v\nis %s, %v\nwant %s", ev.Fields, got, err, want)
		}
	}
}

func TestLargeEventsAreNotRemembered(t *testing.T) {
	ev := &event.Event{Fields: make(event.Fields, maxFields+1)}
	var e Encoder
	first, _ := e.AppendEvent(nil, ev)
	ev.Fields[0].Name = "other"
	if second, _ := e.AppendEvent(nil, ev); string(second) == string(first) {
		t.Error("another event is written in the form of the first")
	}
}
