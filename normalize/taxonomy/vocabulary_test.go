package taxonomy_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/taxonomy"
)

func TestKnown(t *testing.T) {
	for _, field := range []string{"CommandLine", "commandline", "Provider_Name", "KeyType", "Threat Name", "DetectionUser", "ScriptBlockText"} {
		if !taxonomy.Windows().Known(field) {
			t.Errorf("%s is not known", field)
		}
	}
	for _, field := range []string{"", "ComandLine", "Key Type"} {
		if taxonomy.Windows().Known(field) {
			t.Errorf("%q is known", field)
		}
	}
}

func TestNearest(t *testing.T) {
	tests := []struct{ field, want string }{
		{"ComandLine", "CommandLine"},
		{"CommandLien", "CommandLine"},
		{"commandline", "CommandLine"},
		{"KeyTyp", "KeyType"},
		{"EvntID", "EventID"},
		{"SubjectUserSID_", "SubjectUserSid"},
		{"Zebra", ""},
		{"", ""},
		{strings.Repeat("x", 10_000), ""},
	}
	for _, tt := range tests {
		if got, ok := taxonomy.Windows().Nearest(tt.field); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%.20s: got %q, want %q", tt.field, got, tt.want)
		}
	}
}

func TestFieldsAreSortedAndOnce(t *testing.T) {
	fields := taxonomy.Windows().Fields()
	folded := make([]string, len(fields))
	for i, f := range fields {
		folded[i] = strings.ToLower(f)
	}
	if !slices.IsSorted(folded) || len(slices.Compact(folded)) != len(fields) {
		t.Error("fields are not sorted or not unique")
	}
}
