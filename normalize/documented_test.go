package normalize

import (
	"os"
	"strings"
	"testing"
)

// TestDialectsAreDocumented: docs/normalisation.md shows an event of each, which
// the test of the pages normalises.
func TestDialectsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../docs/normalisation.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range newDialects().unsorted {
		if !strings.Contains(string(page), "```json dialect="+d.name+"\n") {
			t.Errorf("%s is not shown", d.name)
		}
	}
}
