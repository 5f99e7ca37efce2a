package replay_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/normalize/windows"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestSelection replays real logs, of which a replay decodes what rules look at,
// and expects the alerts of matching every record whole and one by one. With a
// rule of keywords for every event, all of every event is decoded, so there is a
// round without that one.
func TestSelection(t *testing.T) {
	if _, err := os.Stat(filepath.Join(corpora, "regression")); err != nil {
		t.Skipf("no %s/regression: the corpora are not beside the checkout", corpora)
	}
	sigmaHQ := os.DirFS(filepath.Join(corpora, "sigma"))
	correlated := []string{"deprecated", "unsupported"} // count matches
	t.Run("rules=all", func(t *testing.T) { compareSelected(t, hiding{sigmaHQ, correlated}) })
	t.Run("rules=without keywords for all", func(t *testing.T) {
		compareSelected(t, hiding{sigmaHQ, append(correlated, "win_alert_mimikatz_keywords.yml")})
	})
}

// hiding is a file system without what has one of the names.
type hiding struct {
	fs.FS
	names []string
}

func (h hiding) ReadDir(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(h.FS, dir)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return slices.Contains(h.names, e.Name()) }), err
}

func compareSelected(t *testing.T, files fs.FS) {
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.Load(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	inputs := corpusLogs(t)
	n := normalize.New(normalize.WithDerived(windows.Lists{}, eng.Fields()...))
	want, records := alertsOfAll(t, eng, n, inputs)
	for _, workers := range []int{1, 2} {
		var out bytes.Buffer
		r := &replay.Replay{Engine: eng, Rules: set, Normalizer: n, Workers: workers}
		lines := sink.JSONL(&out)
		s, err := r.Run(t.Context(), inputs, lines)
		if err != nil {
			t.Fatal(err)
		}
		if err := lines.Close(); err != nil {
			t.Fatal(err)
		}
		got := sorted(&out)
		if !slices.EqualFunc(got, want, bytes.Equal) || s.Events.Read != records {
			t.Fatalf("%d workers: %d alerts on %d events, want %d on %d, or others", workers, len(got), s.Events.Read, len(want), records)
		}
		for _, in := range inputs {
			in.Records, in.Finished = 0, false
		}
	}
}

// corpusLogs are logs of the corpora, some of them in a short test.
func corpusLogs(t *testing.T) []*replay.Input {
	folders := []string{"regression", "key-events", "evtx", "json/odd", "json/loganalytics"}
	if testing.Short() {
		folders = folders[:1]
	}
	paths := []string{sketched(t)}
	if !testing.Short() {
		paths = append(paths, lanes[1].file(t), lanes[3].file(t)) // mix and proc
	}
	for _, f := range folders {
		paths = append(paths, filepath.Join(corpora, f))
	}
	inputs := replay.Expand(paths)
	for _, in := range inputs {
		if ext := filepath.Ext(in.Path); ext != ".evtx" && !strings.Contains(in.Path, ".json") {
			in.Skipped = "no log"
		}
	}
	return inputs
}

// file writes the lane's lines to a file.
func (l lane) file(t *testing.T) string {
	lines, _ := l.lines(t)
	path := filepath.Join(t.TempDir(), l.name+".json")
	if err := os.WriteFile(path, lines, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sketched writes the beginnings of the collectors' logs to a folder. To each
// belong records with keywords in them, plain and escaped, in fields that no rule
// reads.
func sketched(t *testing.T) string {
	dir := t.TempDir()
	packed, _ := filepath.Glob(filepath.Join(corpora, "json", "*.gz"))
	for i, file := range packed {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := io.ReadAll(io.LimitReader(z, 1<<20))
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines[:bytes.LastIndexByte(lines, '\n')+1], keywords...)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.json", i)), lines, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Of each class the first has none; the others are like it but for what no rule reads.
const keywords = `{"SourceModuleType":"im_msvistalog","EventReceivedTime":"","Channel":"System","SourceName":"x","EventID":77,"Unread":"nothing of note"}
{"SourceModuleType":"im_msvistalog","EventReceivedTime":"","Channel":"System","SourceName":"x","EventID":77,"Unread":"nothing again"}
{"SourceModuleType":"im_msvistalog","EventReceivedTime":"","Channel":"System","SourceName":"x","EventID":77,"Unread":"run sekurlsa::logonpasswords now"}
{"SourceModuleType":"im_msvistalog","EventReceivedTime":"","Channel":"Application","EventID":78,"Unread":"run sekurlsa\u003a\u003alogonpasswords now"}
{"SourceModuleType":"im_msvistalog","EventReceivedTime":"","Channel":"Application","EventID":79,"Unread":"gentil\u212Aiwi.com"}
{"SourceModuleType":"im_msvistalog","EventReceivedTime":"","Channel":"Application","EventID":80,"Unread":["a",{"b":"C:\\MIMIDRV.SYS"}]}
{"SourceModuleType":"im_msvistalog","EventReceivedTime":"","Channel":"Application","EventID":81,"Unread":"nothing of note","sekurlsa::logonpasswords":1}
`

// alertsOfAll matches every record of the inputs, sorted.
func alertsOfAll(t *testing.T, eng *engine.Engine, n *normalize.Normalizer, inputs []*replay.Input) ([][]byte, int64) {
	records := int64(0)
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
	var out bytes.Buffer
	lines := sink.JSONL(&out)
	for _, a := range found {
		if err := lines.Write(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := lines.Close(); err != nil {
		t.Fatal(err)
	}
	return sorted(&out), records
}

// sorted returns the alerts that were written, without their ids, since a replay
// gives repeats ids of their own.
func sorted(out *bytes.Buffer) [][]byte {
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	for i, l := range lines {
		lines[i] = l[bytes.IndexByte(l, ','):]
	}
	slices.SortFunc(lines, bytes.Compare)
	return lines
}
