package dialect

import (
	"os"
	"strings"
	"testing"
)

// TestDialectsAreDocumented: docs/normalisation.md shows an event of each, which
// the test of the pages normalises.
func TestDialectsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../../docs/normalisation.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range NewSet().unsorted {
		switch d.name {
		case "message": // it says nothing but the message, and has the samples as tests
			continue
		case "defender": // it has no such event
			continue
		}
		shown := "```json dialect=" + d.name
		if !strings.Contains(string(page), shown+"\n") && !strings.Contains(string(page), shown+" ") &&
			!(d.open != nil && strings.Contains(string(page), shown+"+")) {
			t.Errorf("%s is not shown", d.name)
		}
	}
}
