package alert_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine/alert"
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

func TestSheetIsWhatIsWrittenAtOnce(t *testing.T) {
	alerts := packable()
	var e alert.Encoder
	b, rules := sheet(t, &e, alerts)
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
