package replay_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

const corpora = "../../../shared/corpora"

// TestCorpora replays real logs, the damaged ones too, with real rules: all are
// read, and the alerts are the same at any number of workers.
func TestCorpora(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 60 MB of logs")
	}
	for _, dir := range []string{"sigma/rules", "evtx", "key-events"} {
		if _, err := os.Stat(filepath.Join(corpora, dir)); err != nil {
			t.Skipf("there is no folder %s", filepath.Join(corpora, dir))
		}
	}
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.LoadPaths(t.Context(), filepath.Join(corpora, "sigma/rules"))
	if err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	replayAll := func(workers int) (string, *replay.Summary) {
		var b bytes.Buffer
		out := sink.JSONL(&b)
		r := replay.Replay{Engine: eng, Rules: set, Workers: workers}
		s, err := r.Run(t.Context(), replay.Expand([]string{filepath.Join(corpora, "evtx"), filepath.Join(corpora, "key-events")}), out)
		if err != nil {
			t.Fatal(err)
		}
		out.Close()
		return b.String(), s
	}
	one, s := replayAll(1)
	if many, _ := replayAll(5); one != many {
		t.Error("five workers raise other alerts than one")
	}
	if s.Alerts.Total < 1000 || s.Events.Read < 22_000 {
		t.Errorf("only %d alerts on %d events", s.Alerts.Total, s.Events.Read)
	}
	for _, n := range s.Inputs.Unreadable {
		if !strings.HasSuffix(n.Path, "test2.evtx") { // it is empty
			t.Error(n)
		}
	}
}
