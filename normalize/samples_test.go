package normalize_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// The renderings of one event, and what each of them cannot say. All else must
// be the same in all of them.
var renderings = []struct {
	name, dialect string
	missing       []string                 // fields that the form does not carry
	rounded       map[string]time.Duration // times that it carries less precisely
}{
	{name: "wevtutil.xml", dialect: "winevent"},
	{name: "wevtutil-rendered.xml", dialect: "winevent"},
	{name: "eventviewer-copy.xml", dialect: "winevent"},
	{name: "splunk-xmlwineventlog.txt", dialect: "winevent"},
	{name: "evtx_dump.json", dialect: "evtx_dump",
		rounded: map[string]time.Duration{"time": time.Microsecond, "system.TimeCreated": time.Microsecond}},
	// Times are doubles; the last one differs by one of Windows' ticks of 100 ns.
	{name: "evtx-velocidex.json", dialect: "velocidex",
		rounded: map[string]time.Duration{"eventdata.ClientCreationTime": 200 * time.Nanosecond}},
	// EventTime has no zone, and nothing else says when the event was.
	{name: "nxlog.json", dialect: "nxlog", missing: []string{"time", "system.TimeCreated", "system.Level"}},
	// The other fields of System are there in words only.
	{name: "winlogbeat-6.json", dialect: "winlogbeat6",
		missing: []string{"system.Level", "system.Task", "system.Opcode", "system.Keywords", "system.Version"},
		rounded: map[string]time.Duration{"time": time.Millisecond, "system.TimeCreated": time.Millisecond}},
}

func TestRenderingsOfOneEvent(t *testing.T) {
	for _, stem := range []string{"a-seed-v0", "b-machine-export-v1", "c-machine-export-refused-v1"} {
		want := canonical(sample(t, stem, renderings[0].name))
		for _, r := range renderings {
			t.Run(stem+"."+r.name, func(t *testing.T) {
				ev := sample(t, stem, r.name)
				if ev.Dialect != r.dialect {
					t.Errorf("dialect %q, want %q", ev.Dialect, r.dialect)
				}
				got := canonical(ev)
				missing := slices.Clone(r.missing)
				for name, w := range want {
					g, ok := got[name]
					delete(got, name)
					if i := slices.Index(missing, name); i >= 0 && !ok {
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
				// Winlogbeat leaves out only a version of 0.
				if len(missing) > 0 && !slices.Equal(missing, []string{"system.Version"}) {
					t.Errorf("%v is not missing after all", missing)
				}
			})
		}
	}
}

// sample normalises one of our sample logs.
func sample(t *testing.T, stem, rendering string) *event.Event {
	t.Helper()
	evs := normalized(t, filepath.Join("testdata", "samples", stem+"."+rendering))
	if len(evs) != 1 {
		t.Fatalf("%d events", len(evs))
	}
	return evs[0]
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
		{"c-machine-export-refused-v1", "system.Keywords", "hex 0x8010000000000000"},
	}
	for _, test := range tests {
		if got := canonical(sample(t, test.stem, renderings[0].name))[test.field]; got != test.want {
			t.Errorf("%s: %s is %q, want %q", test.stem, test.field, got, test.want)
		}
	}
}
