package library_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules/library"
)

const (
	renderings = "../../normalize/testdata/samples"
	refused    = "c-machine-export-refused-v1"
	exported   = "b-machine-export-v1"
)

// caOfSamples is what the samples' certification authority is called.
var caOfSamples = map[string][]string{"ca_key_names": {"Contoso Issuing CA 1"}}

// The same happening gives the same alerts from every collector.
func TestRenderingsRaiseTheSameAlerts(t *testing.T) {
	set := load(t, library.FS(), caOfSamples)
	want := map[string][]string{
		"a-seed-v0": {"kc_07_user_export", "kc_08_sensitive_template_export"},
		exported:    {"kc_01_machine_export_nonsystem", "kc_01_machine_export_nonsystem_sigma", "kc_02_ca_key_export"},
		refused:     {"kc_03_machine_export_refused"},
	}
	for _, f := range samples(t, "") {
		t.Run(f, func(t *testing.T) {
			stem, _, _ := strings.Cut(f, ".")
			if got := named(fired(t, set, filepath.Join(renderings, f)), ""); !slices.Equal(got, want[stem]) {
				t.Errorf("alerts %v, want %v", got, want[stem])
			}
		})
	}
}

// A refused export and the successful one after it are found together, but in a
// message alone: that says neither when nor where.
func TestRenderingsAreCorrelated(t *testing.T) {
	set := load(t, library.FS(), nil)
	for _, f := range samples(t, exported) {
		t.Run(f, func(t *testing.T) {
			want := 1
			if strings.Contains(f, ".message-") {
				want = 0
			}
			other := refused + strings.TrimPrefix(f, exported)
			counts := fired(t, set, filepath.Join(renderings, other), filepath.Join(renderings, f))
			if got := counts["kc_14_refused_then_exported"]; got != want {
				t.Errorf("%d alerts, want %d", got, want)
			}
		})
	}
}

// samples returns the names of the renderings whose event begins with prefix.
func samples(t *testing.T, prefix string) []string {
	t.Helper()
	files, err := os.ReadDir(renderings)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		if strings.HasPrefix(f.Name(), prefix) {
			names = append(names, f.Name())
		}
	}
	return names
}
