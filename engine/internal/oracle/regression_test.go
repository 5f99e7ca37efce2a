package oracle_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine"
)

// regressionCase is a log of SigmaHQ's with the rule that must fire on it.
type regressionCase struct {
	RuleID     string `json:"rule_id"`
	RulePath   string `json:"rule_path"`
	EVTX       string `json:"evtx"`
	Records    int    `json:"records"`
	JSON       string `json:"json"`
	JSONEvents int    `json:"json_events"`
	Expected   *int   `json:"expected"` // upstream's count, a minimum; none stated: 1
}

// TestRegression runs SigmaHQ's regression cases: every rule fires on its log,
// from the EVTX and from the JSON alike, alone and among all the others.
func TestRegression(t *testing.T) {
	dir := folder(t, "corpora", "regression")
	for _, c := range manifest[regressionCase](t, filepath.Join(dir, "manifest.jsonl")) {
		t.Run(filepath.Base(c.RulePath), func(t *testing.T) {
			src, err := os.ReadFile(filepath.Join(folder(t, "corpora", "sigma"), c.RulePath))
			if err != nil {
				t.Fatal(err)
			}
			set := load(t, fstest.MapFS{c.RulePath: {Data: src}})
			if err := set.Err(); err != nil {
				t.Fatal(err)
			}
			alone := compile(t, set)
			fromEVTX := c.run(t, alone, filepath.Join(dir, c.EVTX), c.Records)
			fromJSON := c.run(t, alone, filepath.Join(dir, c.JSON), c.JSONEvents)
			if !slices.Equal(fromEVTX, fromJSON) {
				t.Errorf("events %v match from the EVTX, %v from the JSON", fromEVTX, fromJSON)
			}
		})
	}
}

// run returns the indexes of the file's events that match.
func (c *regressionCase) run(t *testing.T, alone *engine.Engine, path string, records int) []int64 {
	t.Helper()
	all := publishedEngine(t)
	var hits []int64
	read := 0
	for ev := range events(t, path) {
		read++
		hit := len(match(t, alone, ev)) > 0
		if hit {
			hits = append(hits, ev.Source.Index)
		}
		among := 0
		for _, a := range match(t, all, ev) {
			if a.Rule.ID == c.RuleID {
				among++
			}
		}
		if hit != (among == 1) {
			t.Errorf("%s: event %d: alone %t, among all rules %d times", path, ev.Source.Index, hit, among)
		}
	}
	if read != records {
		t.Errorf("%s: %d events, want %d", path, read, records)
	}
	want := 1
	if c.Expected != nil {
		want = cmp.Or(*c.Expected, 1)
	}
	if len(hits) < want {
		t.Errorf("%s: %d matches, want %d", path, len(hits), want)
	}
	return hits
}
