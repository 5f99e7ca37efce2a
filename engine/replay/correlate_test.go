package replay_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/sigma"
)

func correlating(t *testing.T, files fstest.MapFS) *replay.Replay {
	t.Helper()
	loader := rules.Loader{Formats: []rules.Format{sigma.Format(), exprlang.Format()}}
	set, err := loader.Load(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Err(); err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	return &replay.Replay{Engine: eng, Rules: set}
}

// TestCorrelate: a Sigma rule and an expr rule, over several files, at any
// number of workers and when alerts go to temporary files.
func TestCorrelate(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	files := fstest.MapFS{
		"a.yml": {Data: []byte("title: A\nname: a\nlogsource: {product: windows, service: security}\ndetection: {s: {EventID: 5059}, condition: s}\n")},
		"b.yml": {Data: []byte("title: B\nname: b\nlogsource: {product: windows, service: security}\nexpr: SubjectUserName == \"eve\"\n")},
		"c.yml": {Data: []byte("title: Many\nlevel: high\ncorrelation: {type: event_count, rules: [a, b], group-by: [SubjectUserName, SubjectLogonId], timespan: 10s, condition: {gte: 20}}\n")},
		"d.yml": {Data: []byte("title: Few\nlevel: low\ncorrelation: {type: value_count, rules: [a], group-by: [Computer], timespan: 5s, condition: {field: SubjectUserName, lte: 2}}\n")},
	}
	dir := t.TempDir()
	for f := range 4 {
		var lines []string
		for i := range 200 {
			lines = append(lines, line((i*7919+f)%50-1, []string{"eve", "mallory", "bob"}[(i+f)%3]))
		}
		write(t, dir, fmt.Sprintf("%d.jsonl", f), lines...)
	}
	var first string
	for _, workers := range []int{1, 2, 8} {
		for _, budget := range []int64{0, 50_000} {
			r := correlating(t, files)
			r.Workers, r.Budget = workers, budget
			out, s := run(t, r, dir)
			if first == "" {
				first = out
			}
			if out != first {
				t.Errorf("%d workers, %d bytes of budget: other alerts", workers, budget)
			}
			c := s.Correlations
			if c == nil || c.Loaded != 2 || c.Raised != s.Alerts.Total || c.Untimed == 0 || len(c.Quiet) != 2 || c.Quiet[0].Matches != 800 {
				t.Errorf("%+v", c)
			}
		}
	}
	if n := strings.Count(first, `"title":"Many"`); n < 3 || !strings.Contains(first, `"group":{"SubjectLogonId":"0x3e7","SubjectUserName":"eve"}`) {
		t.Errorf("%d alerts:\n%.2000s", n, first)
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("temporary files were left behind: %v", left)
	}
}
