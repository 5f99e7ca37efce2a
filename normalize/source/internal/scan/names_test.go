package scan_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/rulehound/rulehound/normalize/source/internal/scan"
)

// A name beyond those that are kept has no number, and nobody guesses it.
func TestNamesFull(t *testing.T) {
	names := scan.Names{Make: (*scan.Name).Dotted}
	root := &scan.Name{}
	long := bytes.Repeat([]byte("n"), scan.MaxPath-8)
	var prev *scan.Name
	for i := 0; !names.Full(); i++ {
		before := prev
		prev = names.Child(root, before, fmt.Appendf(long, "%d", i))
		if kept := prev.Label.Number >= 0; kept == names.Full() || kept != (root.Guesses(before)[0] == prev) {
			t.Fatalf("name %d has the number %d, is guessed: %t", i, prev.Label.Number, root.Guesses(before)[0] == prev)
		}
	}
}
