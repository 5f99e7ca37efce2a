package engine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/normalize/windows"
)

// TestFormsAgree: whatever collector's form a record of an EVTX log is retold in,
// the same of SigmaHQ's rules hit it.
func TestFormsAgree(t *testing.T) {
	e := publishedEngine(t)
	n := normalize.New(normalize.WithDerived(windows.Lists{}, e.Fields()...))
	w := e.Worker()
	logs, _ := filepath.Glob(filepath.Join(corpora(t, "evtx"), "*", "*.evtx"))
	if testing.Short() {
		logs = logs[:min(6, len(logs))]
	}
	records, hits, left := 0, 0, 0
	for _, log := range logs {
		for ev := range recordsOf(t, n, log) {
			say, ok := tell(ev)
			if !ok {
				left++
				continue
			}
			want := ruleTitles(t, w, ev)
			if len(want) == 0 && records%32 != 0 { // of those that nothing hits some will do
				records++
				continue
			}
			records++
			hits += len(want)
			for _, form := range retellings {
				text, err := json.Marshal(form.write(say))
				if err != nil {
					t.Fatal(err)
				}
				again := oneEvent(t, n, text)
				if again.Dialect != form.dialect {
					t.Fatalf("%s record %d is %s, want %s: %s", log, ev.RecordID, again.Dialect, form.dialect, text)
				}
				if got := ruleTitles(t, w, again); !slices.Equal(got, want) {
					t.Errorf("%s record %d as %s: %q, want %q", filepath.Base(log), ev.RecordID, form.dialect, got, want)
				}
			}
		}
	}
	t.Logf("%d records in %d forms, %d hits in each; %d records that the forms cannot say", records, len(retellings), hits, left)
	if hits == 0 {
		t.Error("no rule hit")
	}
}

// recordsOf yields the events of a log, whose damage is not the point here.
func recordsOf(t *testing.T, n *normalize.Normalizer, log string) func(func(*event.Event) bool) {
	return func(yield func(*event.Event) bool) {
		f, err := source.Open(log)
		if errors.Is(err, source.ErrEmpty) || errors.Is(err, source.ErrUnknownFormat) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for ev, err := range n.Events(f.Records(t.Context())) {
			if err == nil && !yield(ev) {
				return
			}
		}
	}
}

func oneEvent(t *testing.T, n *normalize.Normalizer, text []byte) *event.Event {
	t.Helper()
	f, err := source.Read(bytes.NewReader(text), "retold")
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	defer f.Close()
	for ev, err := range n.Events(f.Records(t.Context())) {
		if err != nil {
			t.Fatal(err)
		}
		return ev
	}
	t.Fatalf("no event: %s", text)
	return nil
}

// ruleTitles are the rules that hit an event, sorted.
func ruleTitles(t *testing.T, w *engine.Worker, ev *event.Event) []string {
	t.Helper()
	alerts, err := w.Match(nil, ev)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, a := range alerts {
		titles = append(titles, strings.TrimSpace(a.Rule.Title))
	}
	slices.Sort(titles)
	return titles
}
