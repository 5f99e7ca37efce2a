package replay_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

const corpora = "../../../shared/corpora"

// TestSelection replays real logs, of which a replay decodes what rules look at,
// and expects the alerts of matching every record whole and one by one.
func TestSelection(t *testing.T) {
	if _, err := os.Stat(filepath.Join(corpora, "regression")); err != nil {
		t.Skipf("no %s/regression: the corpora are not beside the checkout", corpora)
	}
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.Load(t.Context(), os.DirFS(filepath.Join(corpora, "sigma", "rules", "windows")))
	if err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"regression", "key-events/evtx", "evtx/odd"}
	if testing.Short() {
		folders = folders[:1]
	}
	var paths []string
	for _, f := range folders {
		paths = append(paths, filepath.Join(corpora, f))
	}
	inputs := replay.Expand(paths)
	for _, in := range inputs {
		if filepath.Ext(in.Path) != ".evtx" {
			in.Skipped = "not EVTX"
		}
	}
	want, records := alertsOfAll(t, eng, inputs)
	for _, workers := range []int{1, 3} {
		var out bytes.Buffer
		r := &replay.Replay{Engine: eng, Rules: set, Workers: workers}
		s, err := r.Run(t.Context(), inputs, sink.JSONL(&out))
		if err != nil {
			t.Fatal(err)
		}
		got := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
		slices.SortFunc(got, bytes.Compare)
		if len(got) != len(want) || s.Events.Read != records {
			t.Fatalf("%d alerts on %d events, want %d on %d", len(got), s.Events.Read, len(want), records)
		}
		different := 0
		for i := range got {
			if !bytes.Equal(got[i], want[i]) {
				different++
			}
		}
		if different > 2*repeated(want) {
			t.Errorf("%d workers: %d of %d alerts differ", workers, different, len(got))
		}
		for _, in := range inputs {
			in.Records, in.Finished = 0, false
		}
	}
}

// alertsOfAll matches every record of the inputs, sorted.
func alertsOfAll(t *testing.T, eng *engine.Engine, inputs []*replay.Input) (alerts [][]byte, records int64) {
	n := normalize.New()
	var found []*alert.Alert
	for _, in := range inputs {
		if in.Skipped != "" {
			continue
		}
		f, err := source.Open(in.Path)
		if errors.Is(err, source.ErrEmpty) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for rec, err := range f.Records(t.Context()) {
			if errors.Is(err, event.ErrSkip) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			records++
			ev, err := n.Event(rec)
			if err != nil {
				t.Fatal(err)
			}
			found, err = eng.Match(found, ev)
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, a := range found {
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var plain bytes.Buffer
		json.Compact(&plain, b)
		alerts = append(alerts, plain.Bytes())
	}
	slices.SortFunc(alerts, bytes.Compare)
	return alerts, records
}

// repeated counts alerts that are equal to one before but for their place; a
// replay gives them ids of their own.
func repeated(alerts [][]byte) (n int) {
	seen := map[string]bool{}
	for _, a := range alerts {
		id := string(a[:42])
		if seen[id] {
			n++
		}
		seen[id] = true
	}
	return n
}
