package library_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/windows"
	"github.com/rulehound/rulehound/rules"
)

// fired runs rules over logs and returns how often each fired, by the names of
// the rules.
func fired(t *testing.T, set *rules.Set, paths ...string) map[string]int {
	t.Helper()
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	alerts := sink.JSONL(&out)
	r := &replay.Replay{Engine: eng, Rules: set, Normalizer: normalize.New(normalize.WithDerived(windows.Lists{}, eng.Fields()...))}
	if _, err := r.Run(t.Context(), replay.Expand(paths), alerts); err != nil {
		t.Fatal(err)
	}
	if err := alerts.Close(); err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for line := range strings.Lines(out.String()) {
		var a struct {
			Rule struct{ Name string }
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		counts[a.Rule.Name]++
	}
	return counts
}

// named returns the names that begin with prefix, each as often as it fired.
func named(counts map[string]int, prefix string) []string {
	var names []string
	for name, n := range counts {
		if strings.HasPrefix(name, prefix) {
			names = append(names, slices.Repeat([]string{name}, n)...)
		}
	}
	slices.Sort(names)
	return names
}
