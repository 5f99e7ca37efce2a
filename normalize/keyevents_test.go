package normalize_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

const keyEvents = "../../shared/corpora/key-events"

// Every real key event there is normalises, from whichever form it has.
func TestKeyEvents(t *testing.T) {
	if _, err := os.Stat(keyEvents); err != nil {
		t.Skipf("no folder %s", keyEvents)
	}
	counted := map[string]map[uint32]int{}
	for _, m := range readManifest(t) {
		if counted[m.File] == nil {
			counted[m.File] = map[uint32]int{}
		}
		counted[m.File][m.EventID] += m.Count
	}
	for file, want := range counted {
		t.Run(file, func(t *testing.T) {
			got := map[uint32]int{}
			for _, ev := range normalized(t, filepath.Join(keyEvents, file)) {
				got[ev.EventID]++
				if slices.Contains([]uint32{5058, 5059, 5061}, ev.EventID) {
					checkKeyEvent(t, ev)
				}
			}
			for id, n := range want {
				if got[id] != n {
					t.Errorf("event %d: %d times, want %d", id, got[id], n)
				}
			}
		})
	}
}

type manifestLine struct {
	File    string `json:"file"`
	EventID uint32 `json:"event_id"`
	Count   int    `json:"count"`
}

func readManifest(t *testing.T) []manifestLine {
	t.Helper()
	f, err := os.Open(filepath.Join(keyEvents, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []manifestLine
	for s := bufio.NewScanner(f); s.Scan(); {
		var m manifestLine
		if err := json.Unmarshal(s.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, m)
	}
	return lines
}

// checkKeyEvent checks what every 5058, 5059 and 5061 has in common.
func checkKeyEvent(t *testing.T, ev *event.Event) {
	t.Helper()
	exported := ev.Dialect == "flat-export" // carries no record number, no version, a time of no zone
	switch {
	case ev.Class() != event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: ev.EventID},
		ev.Computer == "",
		ev.RecordID == 0 && !exported,
		ev.Time.IsZero() || ev.TimeAssumed != exported:
		t.Errorf("record %d: incomplete identity: %v", ev.Source.Index, canonical(ev))
	}
	for name, kind := range map[string]event.Kind{
		"Keywords":          event.Hex,
		"Provider_Guid":     event.GUID,
		"SubjectUserSid":    event.SID,
		"SubjectUserName":   event.Text,
		"SubjectDomainName": event.Text,
		"SubjectLogonId":    event.Hex,
		"ProviderName":      event.Text,
		"AlgorithmName":     event.Text,
		"KeyName":           event.Text,
		"KeyType":           event.Text,
		"Operation":         event.Text,
		"ReturnCode":        event.Hex,
	} {
		v, ok := ev.Fields.Get(name)
		if name == "Keywords" && ev.Dialect == "winlogbeat6" {
			continue // in words only
		}
		if !ok || v.Kind() != kind || v.Raw() == "" {
			t.Errorf("record %d: %s is %v %q, want %v", ev.Source.Index, name, v.Kind(), v.Raw(), kind)
		}
	}
	for _, name := range []string{"KeyType", "Operation", "ReturnCode"} {
		if v, _ := ev.Fields.Get(name); v.Meaning() == nil {
			t.Errorf("record %d: %s %q has one face", ev.Source.Index, name, v.Raw())
		}
	}
	for name, kind := range map[string]event.Kind{"ClientProcessId": event.Uint, "ClientCreationTime": event.Time} {
		v, ok := ev.Fields.Get(name)
		if versioned := ev.Version == 1 && ev.EventID != 5061; ok != versioned && !exported || ok && v.Kind() != kind {
			t.Errorf("record %d, event %d v%d: %s is %t, %v", ev.Source.Index, ev.EventID, ev.Version, name, ok, v.Kind())
		}
	}
}
