package correlate_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/internal/oracle"
)

// TestSupport: every correlation of docs/sigma-support.md fires on its first
// timeline and not on its second, here and in the oracle.
func TestSupport(t *testing.T) {
	page, err := os.ReadFile("../../docs/sigma-support.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(page), "\n## Correlations\n")
	if !ok {
		t.Fatal("the page has no section of correlations")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	rows := 0
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "`")
		if !strings.HasPrefix(line, "| `{type: ") || len(cells) < 6 {
			continue
		}
		rows++
		text := baseRules() + "title: x\nname: x\ncorrelation: " + cells[1] + "\n"
		set := load(t, text)
		for i, hits := range []string{cells[3], cells[5]} {
			found := run(set, correlate.Options{}, timeline(t, hits))
			if (len(found) > 0) != (i == 0) {
				t.Errorf("%s on %s: %s", cells[1], hits, seconds(found))
			}
			twice, err := oracle.Correlate([]byte(text), timeline(t, hits))
			if err != nil || seconds(twice) != seconds(found) {
				t.Errorf("%s on %s: the oracle says %s, %v", cells[1], hits, seconds(twice), err)
			}
		}
	}
	if rows < 30 {
		t.Errorf("only %d rows", rows)
	}
}
