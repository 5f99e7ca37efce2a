package normalize_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
)

// The renderings of one event, and what each of them cannot say. All else must
// be the same in all of them.
var renderings = []struct {
	name, dialect string
	missing       []string                 // fields that the form does not carry
	rounded       map[string]time.Duration // times that it carries less precisely
	zone          int                      // hours that its clock is before UTC, where it does not say so
}{
	{name: "wevtutil.xml", dialect: "winevent"},
	{name: "wevtutil-rendered.xml", dialect: "winevent"},
	{name: "eventviewer-copy.xml", dialect: "winevent"},
	{name: "splunk-xmlwineventlog.txt", dialect: "winevent"},
	{name: "evtx_dump.json", dialect: "evtx_dump", rounded: to(time.Microsecond)},
	// Times are doubles; the last one differs by one of Windows' ticks of 100 ns.
	{name: "evtx-velocidex.json", dialect: "velocidex",
		rounded: map[string]time.Duration{"eventdata.ClientCreationTime": 200 * time.Nanosecond}},
	{name: "evtxecmd.json", dialect: "evtxecmd", missing: words("Level Provider_Guid Version version Task Opcode Correlation_ActivityID"), rounded: to(time.Microsecond)},
	// EventTime has no zone, and nothing else says when the event was.
	{name: "nxlog.json", dialect: "nxlog", missing: words("TimeCreated Level"), rounded: to(time.Second), zone: -4},
	{name: "gelf-nxlog.json", dialect: "gelf", missing: words("TimeCreated Level"), rounded: to(time.Millisecond)},
	// The other fields of System are there in words only.
	{name: "winlogbeat-6.json", dialect: "winlogbeat6", missing: words("Level Task Opcode Version"), rounded: to(time.Millisecond)},
	{name: "winlogbeat-7.json", dialect: "winlogbeat", missing: words("Level Task Opcode Version"), rounded: to(time.Millisecond)},
	{name: "winlogbeat-8.json", dialect: "winlogbeat", missing: words("Level Task Opcode Version"), rounded: to(time.Millisecond)},
	{name: "elastic-agent-system.json", dialect: "winlogbeat", missing: words("Level Task Opcode Version"), rounded: to(time.Millisecond)},
	{name: "sentinel-securityevent.json", dialect: "sentinel",
		missing: words("Provider_Guid Version Level Opcode Keywords EventRecordID record version Correlation_ActivityID Execution_ProcessID Execution_ThreadID"),
		rounded: to(time.Millisecond)},
	{name: "sentinel-windowsevent.json", dialect: "sentinel", missing: words("Provider_Guid"), rounded: to(time.Millisecond)},
	// Whole seconds, the event's own times too.
	{name: "fluentbit.json", dialect: "fluentbit", rounded: wholeSeconds},
	{name: "fluentbit-eventdata-map.json", dialect: "fluentbit", rounded: wholeSeconds},
	{name: "vector.json", dialect: "vector", missing: words("Opcode"), rounded: to(time.Microsecond)},
	{name: "wazuh.json", dialect: "wazuh", missing: words("Correlation_ActivityID")},
	{name: "ocsf-entity-management.json", dialect: "ocsf",
		missing: words("Provider_Guid Version version Level Opcode Correlation_ActivityID Execution_ProcessID Execution_ThreadID"),
		rounded: map[string]time.Duration{"eventdata.ClientCreationTime": time.Millisecond}},
	// The SID stands there as a name, the time without a zone.
	{name: "splunk-wineventlog-classic.txt", dialect: "splunk-classic",
		missing: words("TimeCreated Provider_Guid Version version Level Task Opcode Correlation_ActivityID Execution_ProcessID Execution_ThreadID SubjectUserSid"),
		rounded: to(time.Second)},
	{name: "snare.txt", dialect: "snare",
		missing: words("TimeCreated Provider_Guid Version version Level Task Opcode Correlation_ActivityID Execution_ProcessID Execution_ThreadID"),
		rounded: to(time.Second)},
	// A message says nothing of System; the title tells the event.
	{name: "message-en.txt", dialect: "message", missing: onlyMessage},
	{name: "message-en-unexpanded.txt", dialect: "message", missing: onlyMessage},
	{name: "message-ja.txt", dialect: "message", missing: onlyMessage},
}

// onlyMessage is what a rendered message does not say.
var onlyMessage = words("time computer record version TimeCreated EventRecordID Keywords Computer Provider_Guid Version Level Task Opcode Correlation_ActivityID Execution_ProcessID Execution_ThreadID")

var wholeSeconds = map[string]time.Duration{"time": time.Second, "system.TimeCreated": time.Second, "eventdata.ClientCreationTime": time.Second}

// to says that a form has times no more precise than unit.
func to(unit time.Duration) map[string]time.Duration {
	return map[string]time.Duration{"time": unit, "system.TimeCreated": unit}
}

// words returns the keys of fields of System, of data and of the identity.
func words(names string) []string {
	var keys []string
	for name := range strings.FieldsSeq(names) {
		switch {
		case strings.HasPrefix(name, "Subject"):
			name = "eventdata." + name
		case name[0] < 'a':
			name = "system." + name
		}
		keys = append(keys, name)
	}
	return keys
}

func TestRenderingsOfOneEvent(t *testing.T) {
	for _, stem := range []string{"a-seed-v0", "b-machine-export-v1", "c-machine-export-refused-v1"} {
		want := canonical(sample(t, stem, renderings[0].name))
		for _, r := range renderings {
			t.Run(stem+"."+r.name, func(t *testing.T) {
				ev := sample(t, stem, r.name, normalize.WithZone(time.FixedZone("", r.zone*60*60)))
				if ev.Dialect != r.dialect {
					t.Errorf("dialect %q, want %q", ev.Dialect, r.dialect)
				}
				got := canonical(ev)
				missing := slices.Clone(r.missing)
				for name, w := range want {
					g, ok := got[name]
					delete(got, name)
					if i := slices.Index(missing, name); i >= 0 && (!ok || g == "" || g == "0") {
						missing = slices.Delete(missing, i, i+1)
						continue
					}
					if !ok {
						t.Errorf("%s is missing, want %s", name, w)
					} else if g != w && !near(g, w, r.rounded[name]) {
						t.Errorf("%s is %s, want %s", name, g, w)
					}
				}
				for name, g := range got {
					t.Errorf("%s is %s, want none", name, g)
				}
				// Only a version other than 0 is missed, and only what the event has.
				missing = slices.DeleteFunc(missing, func(name string) bool {
					_, had := want[name]
					return name == "system.Version" || name == "version" || !had
				})
				if len(missing) > 0 {
					t.Errorf("%v is not missing after all", missing)
				}
			})
		}
	}
}

// sample normalises one of our sample logs.
func sample(t *testing.T, stem, rendering string, opts ...normalize.Option) *event.Event {
	t.Helper()
	evs := normalized(t, filepath.Join("testdata", "samples", stem+"."+rendering), opts...)
	if len(evs) != 1 {
		t.Fatalf("%d events", len(evs))
	}
	return evs[0]
}

// normalized normalises a log file.
func normalized(t *testing.T, path string, opts ...normalize.Option) []*event.Event {
	t.Helper()
	f, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var evs []*event.Event
	for ev, err := range normalize.New(opts...).Events(f.Records(t.Context())) {
		if err != nil {
			t.Fatal(err)
		}
		evs = append(evs, ev)
	}
	return evs
}

// canonical is what an event says, whatever way it is spelt in.
func canonical(ev *event.Event) map[string]string {
	c := map[string]string{
		"channel": ev.Channel, "provider": ev.Provider, "computer": ev.Computer,
		"id": fmt.Sprint(ev.EventID, ev.HasEventID), "version": fmt.Sprint(ev.Version), "record": fmt.Sprint(ev.RecordID),
		"class": fmt.Sprint(ev.Class()),
	}
	if !ev.Time.IsZero() {
		c["time"] = ev.Time.Format(time.RFC3339Nano)
	}
	for _, f := range ev.Fields {
		if f.Section != event.Rendering && f.Section != event.Envelope {
			if f.Name == "Keywords" && f.Value.Meaning() != nil { // in words, from some collectors
				f.Value = event.TextValue(f.Value.Meaning().Code)
			}
			c[f.Section.String()+"."+f.Name] += face(f.Value)
		}
	}
	return c
}

func face(v event.Value) string {
	text := v.Raw()
	u, _ := v.Uint()
	at, _ := v.Time()
	switch v.Kind() {
	case event.Hex:
		text = fmt.Sprintf("%#x", u)
	case event.Time:
		return at.Format(time.RFC3339Nano)
	case event.GUID:
		text = "{" + strings.ToUpper(strings.Trim(text, "{}")) + "}"
	}
	if m := v.Meaning(); m != nil && m.Text != "" {
		return fmt.Sprintf("%v %s = %s %s", v.Kind(), text, m.Code, m.Text)
	}
	return fmt.Sprintf("%v %s", v.Kind(), text)
}

// near reports whether two times are less than within apart.
func near(a, b string, within time.Duration) bool {
	ta, errA := time.Parse(time.RFC3339Nano, a)
	tb, errB := time.Parse(time.RFC3339Nano, b)
	return errA == nil && errB == nil && ta.Sub(tb).Abs() < within
}

func TestSamplesSayWhatTheyShould(t *testing.T) {
	tests := []struct{ stem, field, want string }{
		{"a-seed-v0", "eventdata.KeyType", "text %%2500 = %%2500 User key."},
		{"a-seed-v0", "eventdata.ReturnCode", "hex 0x0 = 0x0 ERROR_SUCCESS"},
		{"a-seed-v0", "eventdata.SubjectLogonId", "hex 0x38e2d"},
		{"a-seed-v0", "version", "0"},
		{"b-machine-export-v1", "eventdata.KeyType", "text %%2499 = %%2499 Machine key."},
		{"b-machine-export-v1", "eventdata.Operation", "text %%2464 = %%2464 Export of persistent cryptographic key."},
		{"b-machine-export-v1", "eventdata.ProviderName", "text Microsoft Software Key Storage Provider"},
		{"b-machine-export-v1", "system.Provider_Name", "text Microsoft-Windows-Security-Auditing"},
		{"b-machine-export-v1", "eventdata.ClientProcessId", "uint 4912"},
		{"b-machine-export-v1", "eventdata.ClientCreationTime", "2024-05-21T09:14:35.1184026Z"},
		{"b-machine-export-v1", "time", "2024-05-21T09:14:37.4021173Z"},
		{"b-machine-export-v1", "record", "7731204"},
		{"c-machine-export-refused-v1", "eventdata.ReturnCode", "hex 0x80090029 = 0x80090029 NTE_NOT_SUPPORTED"},
		{"c-machine-export-refused-v1", "system.Keywords", "text 0x8010000000000000"},
	}
	for _, test := range tests {
		if got := canonical(sample(t, test.stem, renderings[0].name))[test.field]; got != test.want {
			t.Errorf("%s: %s is %q, want %q", test.stem, test.field, got, test.want)
		}
	}
}
