package alert

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// FuzzQuoted holds appendQuoted against encoding/json.
func FuzzQuoted(f *testing.F) {
	for _, s := range []string{"", "plain", `C:\x "y"`, "\b\f\n\r\t\x00\x1f\x7f", "<&>", "über\u2028\u2029", "bad \xff\xfe byte", "\xed\xa0\x80", "a\\é\"b\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := marshal(s)
		if got := appendQuoted([]byte("x"), s); err != nil || string(got) != "x"+string(want) {
			t.Fatalf("%q is %s, want %s, %v", s, got[1:], want, err)
		}
	})
}

// TestWriterWritesWhatJSONDoes holds the writer against its naive twin: structs
// given to encoding/json.
func TestWriterWritesWhatJSONDoes(t *testing.T) {
	var e Encoder
	long := strings.Repeat("C:\\x \"\u00fc\" ", 9)
	for _, a := range []*Alert{
		{Event: &event.Event{}, Rule: &Rule{}},
		{ // what comes again is not quoted again
			Matched: []Match{{Field: "Line", Value: long}, {Field: "Line", Value: long}, {Field: "Line", Value: long[1:]}, {Field: "Line", Value: long[:60]}},
			Event: &event.Event{Fields: event.Fields{
				{Name: "Line", Section: event.EventData, Value: event.TextValue(long)},
				{Name: "Near", Section: event.EventData, Value: event.TextValue(long[1:] + "C")},
				{Name: "Part", Section: event.EventData, Value: event.TextValue(long[:len(long)-1])},
				{Name: "Same", Section: event.System, Value: event.TextValue(long[1:])},
			}},
			Rule: &Rule{},
		},
		{
			ID: "1", Time: time.Date(2024, 5, 21, 9, 14, 37, 402117300, time.UTC), Rule: &Rule{ID: "r", Title: "a <b>"},
			Matched: []Match{{Field: "Image", Value: `C:\x`, Operator: "equals"}}, Unprovidable: []string{"Hashes"},
			Correlation: &Correlation{Type: "event_count", Count: 2},
			Event: &event.Event{
				Source: event.Source{File: "a", Format: "json", Line: 3}, Channel: "Security", Provider: "p", Computer: "c", HasEventID: true,
				RecordID: 7, Time: time.Date(2024, 5, 21, 9, 14, 37, 0, time.UTC), TimeAssumed: true,
				Fields: event.Fields{
					{Name: "Level", Section: event.System, Value: event.IntValue(4)},
					{Name: "Image", Section: event.EventData, Value: event.TextValue("C:\\x\n\u2028")},
					{Name: "Many", Section: event.EventData, Value: event.TextValue("a")},
					{Name: "Many", Section: event.EventData, Value: event.Value{}},
					{Name: "Key", Section: event.EventData, Value: event.TextValue("%%1").WithMeaning(&event.Meaning{Code: "%%1", Text: "One"})},
				},
			},
		},
	} {
		got, err := e.Append([]byte("before"), a)
		if err != nil {
			t.Fatal(err)
		}
		got = bytes.TrimPrefix(got, []byte("before"))
		want, err := marshal(naiveView(a))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
}

// TestRepeatsAreBounded: an event of many long texts takes no longer for each of them.
func TestRepeatsAreBounded(t *testing.T) {
	var r repeats
	var got, want []byte
	for i := range 2 * 3 * maxRepeats {
		s := strings.Repeat("x", leastRepeat) + strconv.Itoa(i/2)
		got, want = r.appendQuoted(got, s), appendQuoted(want, s)
	}
	if len(r.texts) != maxRepeats || string(got) != string(want) {
		t.Errorf("%d texts are remembered; %s\nwant\n%s", len(r.texts), got, want)
	}
}

type naiveEvent struct {
	Channel  string       `json:"channel,omitempty"`
	Provider string       `json:"provider,omitempty"`
	EventID  *uint32      `json:"event_id,omitempty"`
	RecordID uint64       `json:"record_id,omitempty"`
	Computer string       `json:"computer,omitempty"`
	Time     string       `json:"time,omitempty"`
	Assumed  bool         `json:"time_assumed,omitempty"`
	Data     naiveObject  `json:"data"`
	Raw      *naiveObject `json:"raw,omitempty"`
	System   *naiveObject `json:"system,omitempty"`
}

type naiveObject struct {
	*object
	as aspect
}

func (o naiveObject) MarshalJSON() ([]byte, error) {
	text := "{"
	for _, m := range o.members {
		if o.as == raw && !m.raw {
			continue
		}
		if text != "{" {
			text += ","
		}
		var list []any
		for _, v := range m.values {
			switch {
			case v.IsNull():
				list = append(list, nil)
			case o.as == raw:
				list = append(list, v.Raw())
			default:
				list = append(list, v.Rendered())
			}
		}
		key, _ := json.Marshal(m.key)
		value, _ := json.Marshal(list)
		if len(list) == 1 {
			value = value[1 : len(value)-1]
		}
		text += string(key) + ":" + string(value)
	}
	return []byte(text + "}"), nil
}

func naiveView(a *Alert) any {
	ev := a.Event
	var c content
	c.split(ev.Fields)
	view := &naiveEvent{
		Channel: ev.Channel, Provider: ev.Provider, RecordID: ev.RecordID, Computer: ev.Computer, Time: timeText(ev.Time),
		Assumed: ev.TimeAssumed, Data: naiveObject{&c.data, shown},
	}
	if c.rendered {
		view.Raw = &naiveObject{&c.data, raw}
	}
	if len(c.system.members) > 0 {
		view.System = &naiveObject{&c.system, shown}
	}
	if ev.HasEventID {
		view.EventID = &ev.EventID
	}
	matched := a.Matched
	if matched == nil {
		matched = []Match{}
	}
	return struct {
		ID      string        `json:"id"`
		Time    string        `json:"time,omitempty"`
		Rule    *Rule         `json:"rule"`
		Matched []Match       `json:"matched"`
		Missing []string      `json:"unprovidable,omitempty"`
		Event   *naiveEvent   `json:"event"`
		Source  *event.Source `json:"source"`

		Correlation *correlationView `json:"correlation,omitempty"`
	}{a.ID, timeText(a.Time), a.Rule, matched, a.Unprovidable, view, &ev.Source, newCorrelationView(a.Correlation)}
}

func BenchmarkAppendJSON(b *testing.B) {
	ev := &event.Event{Channel: "Security", HasEventID: true, EventID: 4688, Time: time.Date(2024, 5, 21, 9, 14, 37, 0, time.UTC)}
	for _, name := range []string{"SubjectUserSid", "SubjectUserName", "NewProcessName", "CommandLine", "ParentProcessName", "TokenElevationType", "ProcessId"} {
		ev.Fields = append(ev.Fields, event.Field{Name: name, Section: event.EventData, Value: event.TextValue(`C:\Windows\System32\cmd.exe`)})
	}
	a := &Alert{ID: "0123", Time: ev.Time, Rule: &Rule{ID: "r", Title: "t", Level: "high"}, Event: ev}
	b.Run("writer=append", func(b *testing.B) {
		b.ReportAllocs()
		var line []byte
		var e Encoder
		for b.Loop() {
			line, _ = e.Append(line[:0], a)
		}
	})
	b.Run("writer=naive", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			marshal(naiveView(a))
		}
	})
}
