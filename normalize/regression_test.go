package normalize_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

const regression = "../../shared/corpora/regression"

// Real events say the same from EVTX as from evtx_dump's JSON, but for what
// evtx_dump changes: it cuts times to microseconds, drops the braces of GUIDs
// and the blanks at the end of texts, and has null for an empty text.
func TestEVTXAndJSONAgree(t *testing.T) {
	f, err := os.Open(filepath.Join(regression, "manifest.jsonl"))
	if err != nil {
		t.Skipf("no folder %s", regression)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var c struct {
			EVTX, JSON string
			RuleID     string `json:"rule_id"`
		}
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		t.Run(c.RuleID, func(t *testing.T) {
			binary, dumped := normalized(t, filepath.Join(regression, c.EVTX)), normalized(t, filepath.Join(regression, c.JSON))
			if len(binary) != len(dumped) {
				t.Fatalf("%d events in EVTX, %d in JSON", len(binary), len(dumped))
			}
			for i := range binary {
				want := canonical(binary[i])
				if c.RuleID == "ad691d92-15f2-4181-9aa4-723c74f9ddc3" { // the dump was edited
					const parent = "eventdata.ParentCommandLine"
					want[parent] = strings.Replace(want[parent], ".EXE", ".exe", 1)
				}
				compareDump(t, want, canonical(dumped[i]))
			}
		})
	}
}

func compareDump(t *testing.T, want, got map[string]string) {
	t.Helper()
	for name, w := range want {
		g, ok := got[name]
		delete(got, name)
		g, w = asDumped(g), asDumped(w)
		if !ok || g != w && !near(g, w, time.Microsecond) {
			t.Errorf("%s is %s, want %s", name, g, w)
		}
	}
	for name, g := range got {
		t.Errorf("%s is %s, want none", name, g)
	}
}

func asDumped(face string) string {
	kind, text, _ := strings.Cut(face, " ")
	if kind == event.Null.String() {
		kind = event.Text.String()
	}
	return strings.TrimSpace(kind + " " + text)
}
