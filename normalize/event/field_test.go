package event_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// The twin of Is compares every spelling.
func TestFieldIs(t *testing.T) {
	names := []string{
		"", " ", "Image", "image", "IMAGE", "Images", "Imag", "Path", "Threat Name", "ThreatName", "threatname", " Threat  Name", "\tThreat Name", "Threat", "a b",
		"ab", "Key", "\u212aey", "straße", "STRASSE", "ſystem", "System", "event.code", "\u00a0a b",
	}
	for _, name := range names {
		for _, path := range []string{"", "event.code", "Image"} {
			f := event.Field{Name: name, Path: path}
			for _, asked := range names {
				joined := strings.Join(strings.Fields(name), "")
				want := strings.EqualFold(name, asked) || path != "" && strings.EqualFold(path, asked) ||
					strings.Contains(name, " ") && strings.EqualFold(joined, asked)
				if got := f.Is(asked); got != want {
					t.Errorf("field %q, path %q, is %q: %t, want %t", name, path, asked, got, want)
				}
			}
		}
	}
}
