package alert_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// packable are alerts of one event with something in every member.
func packable() []*alert.Alert {
	ev := export()
	ev.Dialect, ev.Nearest, ev.TimeAssumed, ev.Source.Carved, ev.Source.Line = "nxlog", "beats", true, true, 7
	ev.Fields = append(ev.Fields,
		event.Field{Name: "Status", Origin: 12, Value: event.HexText("16", 16)},
		event.Field{Name: "Delta", Value: event.IntValue(-3)},
		event.Field{Name: "Share", Value: event.FloatValue(0.25)},
		event.Field{Name: "On", Value: event.BoolValue(true)},
		event.Field{Name: "At", Value: event.TimeText("yesterday", time.Unix(-5, 17))},
	)
	long := time.Date(1601, 1, 1, 0, 0, 0, 1, time.UTC)
	return []*alert.Alert{
		{ID: "1", Event: ev, Rule: &alert.Rule{ID: "a"}},
		{
			ID: "2", Event: ev, Rule: &alert.Rule{ID: "b"}, Time: ev.Time, Unprovidable: []string{"Hashes"},
			Matched: []alert.Match{{"sel", "A", "B", "value", "raw", "contains", "pattern"}, {Field: "C"}},
			Exports: []alert.Export{{"User", []string{"x", "y"}}, {Field: "None"}},
			Correlation: &alert.Correlation{
				Type: "event_count", Group: map[string][]string{"User": {"x"}, "Host": nil}, Timespan: "5m", Start: long, End: ev.Time, Count: 9, Value: 1.5,
				Parts: []alert.Part{{"1", ev.Time, alert.PartRule{"a", "A"}, []alert.PartMatch{{"f", "v", "r"}}, ev.Source}}, Total: 11,
			},
		},
	}
}

// packed returns alerts packed, and their rules by the numbers given.
func packed(alerts []*alert.Alert) (b []byte, rules []*alert.Rule) {
	b = alert.Pack(nil, alerts, func(r *alert.Rule) int {
		rules = append(rules, r)
		return len(rules) - 1
	})
	return b, rules
}

func TestUnpackUndoesPack(t *testing.T) {
	want := packable()
	b, rules := packed(want)
	got, err := alert.Unpack(string(b), rules)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v, %v\nwant %+v", got, err, want)
	}
	if got[0].Event != got[1].Event {
		t.Error("alerts do not share their event")
	}
}

func TestUnpackRefusesWhatWasNotPacked(t *testing.T) {
	b, rules := packed(packable())
	for n := range b {
		if _, err := alert.Unpack(string(b[:n]), rules); err == nil {
			t.Fatalf("%d bytes of %d are taken for alerts", n, len(b))
		}
	}
	if _, err := alert.Unpack(string(append(b, 0)), rules); err == nil {
		t.Error("a byte too many is overlooked")
	}
	if _, err := alert.Unpack(string(b), rules[:1]); err == nil {
		t.Error("a rule without a number is overlooked")
	}
}

func BenchmarkPack(b *testing.B) {
	alerts := packable()
	var buf []byte
	for b.Loop() {
		buf = alert.Pack(buf[:0], alerts, func(*alert.Rule) int { return 0 })
		if _, err := alert.Unpack(string(buf), []*alert.Rule{alerts[0].Rule}); err != nil {
			b.Fatal(err)
		}
	}
}
