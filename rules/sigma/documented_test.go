package sigma

import (
	"os"
	"strings"
	"testing"
)

// TestModifiersAreDocumented: each has a row in docs/sigma-support.md, which is
// executed by the engine and the oracle.
func TestModifiersAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/sigma-support.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modifierTable {
		used := false
		for line := range strings.Lines(string(page)) {
			rule, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimPrefix(line, "| "), `\|`, "\x00"), "|")
			used = used || strings.HasPrefix(line, "| `{") && (strings.Contains(rule, "\x00"+m.name+":") || strings.Contains(rule, "\x00"+m.name+"\x00"))
		}
		if !used {
			t.Errorf("%s has no row", m.name)
		}
	}
}
