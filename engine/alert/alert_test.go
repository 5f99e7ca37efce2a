package alert_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// export is a hand-made 5059 with one field of every sort.
func export() *event.Event {
	key := &event.Meaning{Code: "%%2499", Text: "Machine key."}
	ev := &event.Event{
		Source:  event.Source{File: "Security.evtx", Format: "evtx", Index: 3, Record: 77, Offset: 4608},
		Channel: "Security", Provider: "Microsoft-Windows-Security-Auditing", Computer: "DC01",
		EventID: 5059, HasEventID: true, Version: 1, RecordID: 77,
		Time: time.Date(2015, 10, 14, 19, 42, 8, 135265600, time.UTC),
		Fields: event.Fields{
			{Name: "Version", Section: event.System, Value: event.UintValue(1)},
			{Name: "SubjectUserName", Section: event.EventData, Value: event.TextValue("<dadmin> & co")},
			{Name: "KeyType", Section: event.EventData, Value: event.TextValue("%%2499").WithMeaning(key)},
			{Name: "Version", Section: event.EventData, Value: event.TextValue("own")},
			{Name: "Empty", Section: event.EventData, Value: event.Value{}},
			{Name: "Many", Section: event.EventData, Value: event.TextValue("a")},
			{Name: "Many", Section: event.EventData, Value: event.UintValue(2)},
			{Name: "name", Path: "agent.name", Section: event.Envelope, Value: event.TextValue("beat")},
			{Name: "name", Path: "host.name", Section: event.Envelope, Value: event.TextValue("collector")},
			{Name: "KeyType", Section: event.Rendering, Value: event.TextValue("shown")},
		},
	}
	ev.SetClass(event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: 5059})
	return ev
}

func TestAlertJSON(t *testing.T) {
	a := &alert.Alert{
		ID: "0123", Time: export().Time, Event: export(),
		Rule:    &alert.Rule{ID: "r", Title: "Key exported", Kind: "expr", Logsource: alert.Logsource{Product: "windows"}},
		Matched: []alert.Match{{Selection: "sel", Field: "KeyType", Value: "Machine key.", Raw: "%%2499", Operator: "equals", Pattern: "%%2499"}},
	}
	got, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"0123","time":"2015-10-14T19:42:08.1352656Z",` +
		`"rule":{"id":"r","title":"Key exported","kind":"expr","logsource":{"product":"windows"}},` +
		`"matched":[{"selection":"sel","field":"KeyType","value":"Machine key.","raw":"%%2499","operator":"equals","pattern":"%%2499"}],` +
		`"event":{"channel":"Security","provider":"Microsoft-Windows-Security-Auditing","event_id":5059,"record_id":77,"computer":"DC01","time":"2015-10-14T19:42:08.1352656Z",` +
		`"data":{"SubjectUserName":"<dadmin> & co","KeyType":"Machine key.","Version":"own","Empty":null,"Many":["a","2"],` +
		`"name":"beat","host.name":"collector","rendering.KeyType":"shown"},` +
		`"raw":{"KeyType":"%%2499"},"system":{"Version":"1"}},` +
		`"source":{"file":"Security.evtx","format":"evtx","index":3,"record":77,"offset":4608}}`
	direct, err := a.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if string(direct) != want {
		t.Errorf("MarshalJSON\n got %s\nwant %s", direct, want)
	}
	// json.Marshal escapes HTML on its own account, and only that.
	if string(got) != strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`).Replace(want) {
		t.Errorf("json.Marshal\n got %s", got)
	}
}

func TestAlertJSONOfABareEvent(t *testing.T) {
	a := &alert.Alert{ID: "1", Rule: &alert.Rule{Kind: "sigma"}, Event: &event.Event{}}
	got, err := a.MarshalJSON()
	want := `{"id":"1","rule":{"kind":"sigma","logsource":{}},"matched":[],"event":{"data":{}},"source":{"file":"","index":0,"offset":0}}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
}

func TestFingerprint(t *testing.T) {
	base := alert.Sum(export())
	for name, c := range map[string]struct {
		change func(*event.Event)
		same   bool
	}{
		"nothing":          {func(*event.Event) {}, true},
		"where it was":     {func(e *event.Event) { e.Source = event.Source{File: "other"} }, true},
		"order of fields":  {func(e *event.Event) { e.Fields[0], e.Fields[1] = e.Fields[1], e.Fields[0] }, true},
		"order of values":  {func(e *event.Event) { e.Fields[5], e.Fields[6] = e.Fields[6], e.Fields[5] }, false},
		"a meaning":        {func(e *event.Event) { e.Fields[2].Value = e.Fields[2].Value.WithMeaning(nil) }, true},
		"a value":          {func(e *event.Event) { e.Fields[2].Value = event.TextValue("%%2500") }, false},
		"null, not empty":  {func(e *event.Event) { e.Fields[4].Value = event.TextValue("") }, false},
		"a section":        {func(e *event.Event) { e.Fields[0].Section = event.EventData }, false},
		"record":           {func(e *event.Event) { e.RecordID++ }, false},
		"time":             {func(e *event.Event) { e.Time = e.Time.Add(1) }, false},
		"id 0, not none":   {func(e *event.Event) { e.HasEventID = false }, false},
		"moved boundaries": {func(e *event.Event) { e.Channel, e.Provider = e.Channel+e.Provider[:1], e.Provider[1:] }, false},
	} {
		ev := export()
		c.change(ev)
		if got := alert.Sum(ev) == base; got != c.same {
			t.Errorf("%s: same fingerprint = %v, want %v", name, got, c.same)
		}
	}
}

func TestID(t *testing.T) {
	f := alert.Sum(export())
	a, b := alert.ID("aa", f), alert.ID("ab", f)
	if len(a) != 32 || a == b || a != alert.ID("aa", f) {
		t.Errorf("ids %q and %q", a, b)
	}
}

func TestCloneEvent(t *testing.T) {
	ev := export()
	c := alert.CloneEvent(ev)
	if alert.Sum(c) != alert.Sum(ev) || c.Class() != ev.Class() || c.Source != ev.Source {
		t.Error("the copy differs")
	}
	ev.Fields[1].Value = event.TextValue("changed")
	if v, _ := c.Fields.Get("SubjectUserName"); v.Raw() != "<dadmin> & co" {
		t.Error("the copy shares its fields")
	}
}

func TestLevel(t *testing.T) {
	if l, ok := alert.ParseLevel("high"); !ok || l != alert.High || l.String() != "high" || l <= alert.Medium {
		t.Errorf("high is %v, %v", l, ok)
	}
	if _, ok := alert.ParseLevel("High"); ok {
		t.Error("levels are lower case")
	}
	if l, ok := alert.ParseLevel(""); !ok || l != alert.NoLevel {
		t.Error("no level is the zero level")
	}
}
