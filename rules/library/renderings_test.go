package library_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/sigma"
)

// The same happening gives the same alerts from every collector.
func TestRenderingsRaiseTheSameAlerts(t *testing.T) {
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		t.Fatal(err)
	}
	loader := rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)), exprlang.Format(exprlang.WithLists(env.Lists)),
	}}
	set, err := loader.Load(t.Context(), library.FS())
	if err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"a-seed-v0":                   {"kc_07", "kc_08"},
		"b-machine-export-v1":         {"kc_01", "kc_01"},
		"c-machine-export-refused-v1": {"kc_03"},
	}
	const folder = "../../normalize/testdata/samples"
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Run(f.Name(), func(t *testing.T) {
			stem, _, _ := strings.Cut(f.Name(), ".")
			if got := alertsOf(t, eng, folder+"/"+f.Name()); !slices.Equal(got, want[stem]) {
				t.Errorf("alerts %v, want %v", got, want[stem])
			}
		})
	}
}

// alertsOf returns the beginnings of the names of the rules that fire on a log.
func alertsOf(t *testing.T, eng *engine.Engine, path string) []string {
	t.Helper()
	f, err := source.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var names []string
	for a, err := range eng.Run(t.Context(), normalize.New().Events(f.Records(t.Context()))) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, a.Rule.Name[:len("kc_01")])
	}
	slices.Sort(names)
	return names
}
