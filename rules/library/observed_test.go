package library_test

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/rulehound/rulehound/rules/library"
)

// observed returns the path of a collection of real events, which is not part of
// the project.
func observed(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("../../../shared/reference/samples/observed", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real events are missing: %v", err)
	}
	return path
}

// TestObservedKeyEvents: all real exports that were found are harmless.
func TestObservedKeyEvents(t *testing.T) {
	for name, n := range fired(t, load(t, library.WithHunting(), nil), observed(t, "key-events.jsonl")) {
		t.Errorf("%s fires %d times", name, n)
	}
}

// TestObservedKin: backups and settings of a CA, keys taken by an attack tool,
// and the theft of what AD FS signs with.
func TestObservedKin(t *testing.T) {
	got := fired(t, load(t, library.FS(), nil), observed(t, "kin-events.jsonl"))
	want := map[string]int{
		"kc_17_dkm_key_read": 5, "kc_18_configuration_synchronised": 1, "kc_19_database_pipe": 1, "kc_19_signing_material_stolen": 1,
		"kc_21_ca_backup": 1, "kc_22_audit_filter_weakened": 1, "kc_24_acquired_by_attack_tool": 3,
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v fired, want %v", got, want)
	}
}
