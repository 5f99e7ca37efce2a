package alert_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// sheet returns alerts as a sheet, and their rules by the numbers given.
func sheet(t *testing.T, e *alert.Encoder, alerts []*alert.Alert) (b []byte, rules []*alert.Rule) {
	t.Helper()
	b, err := e.AppendSheet(nil, alerts, func(r *alert.Rule) int {
		rules = append(rules, r)
		return len(rules) - 1
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, rules
}

// lengthy are alerts with long values that the event's JSON has too, and with some that
// it has not, or otherwise.
func lengthy() []*alert.Alert {
	alerts := packable()
	ev := alerts[0].Event
	line := strings.Repeat(`cmd /c "über"`+"\r\n", 9)
	code := strings.Repeat("%%1537 ", 20)
	ev.Fields = append(ev.Fields,
		event.Field{Name: "CommandLine", Section: event.EventData, Value: event.TextValue(line)},
		event.Field{Name: "List", Section: event.EventData, Value: event.TextValue(line + "1")},
		event.Field{Name: "List", Section: event.EventData, Value: event.TextValue(line + "2")},
		event.Field{Name: "Access", Section: event.EventData, Value: event.TextValue(code).WithMeaning(&event.Meaning{Text: line + "3"})},
		event.Field{Name: "Made", Section: event.Derived, Value: event.TextValue(line + "4")},
		event.Field{Name: "Of", Section: event.System, Value: event.TextValue(line + "5")},
	)
	alerts[1].Matched = append(alerts[1].Matched,
		alert.Match{Field: "CommandLine", Value: line, Pattern: line}, alert.Match{Field: "List", Value: line + "2"},
		alert.Match{Field: "Access", Value: line + "3", Raw: code}, alert.Match{Field: "Made", Value: line + "4"}, alert.Match{Field: "Of", Value: line + "5"},
		alert.Match{Field: "Code", Value: code}, alert.Match{Field: "Near", Value: line[1:]}, alert.Match{Field: "Short", Value: line[:63]},
	)
	return alerts
}

func TestSheetIsWhatIsWrittenAtOnce(t *testing.T) {
	var e alert.Encoder
	for _, alerts := range [][]*alert.Alert{lengthy(), packable()} {
		compareSheet(t, &e, alerts)
	}
}

func compareSheet(t *testing.T, e *alert.Encoder, alerts []*alert.Alert) {
	t.Helper()
	b, rules := sheet(t, e, alerts)
	var s alert.Sheet
	s.Open(b)
	s.Index += 40
	alerts[0].Event.Source.Index += 40
	for _, a := range alerts {
		if !s.Next() {
			t.Fatal("an alert is missing", s.Err())
		}
		if a == alerts[0] {
			s.ID, a.ID = []byte("another"), "another"
		}
		got, err := e.AppendLine(nil, &s, rules[s.Rule])
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := a.MarshalJSON(); string(got) != string(want) {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
	if s.Next() || s.Err() != nil {
		t.Error("there is one more, or it is broken:", s.Err())
	}
}

// TestSheetHasLongValuesOnce: what matched is not kept again where the event has it.
func TestSheetHasLongValuesOnce(t *testing.T) {
	b, _ := sheet(t, &alert.Encoder{}, lengthy())
	if n := bytes.Count(b, []byte(`"CommandLine":"cmd`)) + bytes.Count(b, []byte(`"value":"cmd`)); n != 3 { // the event's, Made, Short
		t.Errorf("%d values", n)
	}
}

// TestSheetRefusesRepeatsOfNothing: whatever bytes come to stand in a sheet, it is read or
// refused.
func TestSheetRefusesRepeatsOfNothing(t *testing.T) {
	var e alert.Encoder
	b, rules := sheet(t, &e, lengthy())
	refused := 0
	for i := 0; i < len(b); i += 5 {
		broken := bytes.Clone(b)
		broken[i] ^= 0x80
		var s alert.Sheet
		for s.Open(broken); s.Next(); {
			if _, err := e.AppendLine(nil, &s, rules[0]); err != nil {
				refused++
			}
		}
	}
	if refused == 0 {
		t.Error("none was refused")
	}
}

func TestSheetRefusesWhatIsNone(t *testing.T) {
	b, rules := sheet(t, &alert.Encoder{}, packable())
	for n := range b {
		var s alert.Sheet
		read := 0
		for s.Open(b[:n]); s.Next(); read++ {
		}
		if s.Err() == nil && read == len(rules) {
			t.Fatalf("%d bytes of %d are taken for all alerts", n, len(b))
		}
	}
}
