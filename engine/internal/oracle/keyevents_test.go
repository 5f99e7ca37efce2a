package oracle_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/sigma"
)

// keyEvents is one row of the key events' manifest: events of one file that
// have all of this in common.
type keyEvents struct {
	File        string
	Format      string
	Provider    string
	Channel     string
	EventID     uint32   `json:"event_id"`
	Computer    string   `json:"computer"`
	Operation   string   `json:"operation"`
	KeyType     string   `json:"key_type"`
	KeyName     string   `json:"key_name"`
	KeyProvider string   `json:"key_storage_provider"`
	AccountSID  string   `json:"account_sid"`
	ReturnCode  string   `json:"return_code"`
	RecordIDs   []uint64 `json:"record_ids"`
	Lines       []int64
}

// shipped compiles the rules that ship, with the lists that ship with them.
func shipped(t *testing.T) *engine.Engine {
	t.Helper()
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		t.Fatal(err)
	}
	loader := rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)), exprlang.Format(exprlang.WithLists(env.Lists)),
	}}
	set, err := loader.Load(t.Context(), library.FS())
	if err == nil {
		err = set.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, set)
}

// TestKeyEvents reads every real event about cryptographic keys in its own
// format. They are all harmless: no machine key leaves, no export is refused.
func TestKeyEvents(t *testing.T) {
	dir := folder(t, "corpora", "key-events")
	eng := shipped(t)
	read := map[string][]*event.Event{}
	for _, k := range manifest[keyEvents](t, filepath.Join(dir, "manifest.jsonl")) {
		if read[k.File] == nil {
			read[k.File] = slices.Collect(events(t, filepath.Join(dir, k.File)))
		}
		found := 0
		for _, ev := range read[k.File] {
			if slices.Contains(k.RecordIDs, ev.RecordID) || slices.Contains(k.Lines, ev.Source.Line) {
				found++
				k.compare(t, ev)
			}
		}
		if want := len(k.RecordIDs) + len(k.Lines); found != want {
			t.Errorf("%s: %d of %d events found", k.File, found, want)
		}
	}
	for _, evs := range read {
		for _, ev := range evs {
			for _, a := range match(t, eng, ev) {
				if strings.HasPrefix(a.Rule.Name, "kc_01") || strings.HasPrefix(a.Rule.Name, "kc_03") {
					t.Errorf("%s: event %d: %s fires", ev.Source.File, ev.Source.Index, a.Rule.Name)
				}
			}
		}
	}
}

// compare holds what the manifest says against the event.
func (k *keyEvents) compare(t *testing.T, ev *event.Event) {
	t.Helper()
	if k.Channel == "" {
		k.Channel = map[bool]string{true: "Microsoft-Windows-CAPI2/Operational", false: "Security"}[k.EventID == 70]
	}
	check := func(what, got, want string) {
		t.Helper()
		if !strings.EqualFold(got, want) {
			t.Errorf("%s, record %d, line %d: %s is %q, want %q", k.File, ev.RecordID, ev.Source.Line, what, got, want)
		}
	}
	check("the channel", ev.Channel, k.Channel)
	check("the provider", ev.Provider, k.Provider)
	check("the event id", strconv.Itoa(int(ev.EventID)), strconv.Itoa(int(k.EventID)))
	check("the computer", ev.Computer, k.Computer)
	// The flat export writes local times as if they were UTC, most of them on a
	// twelve-hour clock: their times are marked.
	if trusted := k.Format != "flat"; ev.Time.IsZero() || ev.TimeAssumed == trusted || !ev.HasEventID {
		t.Errorf("%s, record %d, line %d: time %v, assumed %t, event id %t", k.File, ev.RecordID, ev.Source.Line, ev.Time, ev.TimeAssumed, ev.HasEventID)
	}
	for field, want := range map[string]string{"Operation": k.Operation, "KeyType": k.KeyType, "KeyName": k.KeyName,
		"ProviderName": k.KeyProvider, "SubjectUserSid": k.AccountSID, "ReturnCode": k.ReturnCode} {
		if want == "" {
			continue
		}
		v, ok := ev.Fields.In(event.EventData, field)
		got := v.Raw()
		if u, isHex := v.Uint(); isHex && v.Kind() == event.Hex {
			got = event.HexValue(u).Raw()
		}
		if m := v.Meaning(); m != nil && strings.EqualFold(m.Code, want) {
			got = m.Code
		}
		if !ok {
			got = "(absent)"
		}
		check(field, got, want)
	}
}

// readable are the renderings of the constructed events whose formats are read.
var readable = []string{"eventviewer-copy.xml", "wevtutil.xml", "wevtutil-rendered.xml", "splunk-xmlwineventlog.txt", "evtx_dump.json", "nxlog.json"}

// TestConstructedKeyEvents is the acceptance of the key custody pack: the same
// rules fire on an event in every rendering.
func TestConstructedKeyEvents(t *testing.T) {
	dir := folder(t, "reference", "samples", "constructed")
	eng := shipped(t)
	for stem, want := range map[string][]string{
		"a-seed-v0":                   {"kc_07_user_export", "kc_08_sensitive_template_export"},
		"b-machine-export-v1":         {"kc_01_machine_export_nonsystem", "kc_01_machine_export_nonsystem_sigma"},
		"c-machine-export-refused-v1": {"kc_03_machine_export_refused"},
	} {
		for _, rendering := range readable {
			path := filepath.Join(dir, stem+"."+rendering)
			read := 0
			for ev := range events(t, path) {
				read++
				var got []string
				for _, a := range match(t, eng, ev) {
					got = append(got, a.Rule.Name)
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%s: %q fire, want %q", filepath.Base(path), got, want)
				}
			}
			if read != 1 {
				t.Errorf("%s: %d events", filepath.Base(path), read)
			}
		}
	}
}
