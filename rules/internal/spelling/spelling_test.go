package spelling_test

import (
	"slices"
	"testing"

	"github.com/rulehound/rulehound/rules/internal/spelling"
)

func TestHint(t *testing.T) {
	known := slices.Values([]string{"placeholders", "lists", "logsources", "fields", "defaults"})
	for word, want := range map[string]string{
		"placeholder": "did you mean placeholders?",
		"Lists":       "did you mean lists?",
		"logsource":   "did you mean logsources?",
		"feilds":      "did you mean fields?",
		"rules":       "",
		"":            "",
	} {
		if got := spelling.Hint(word, known); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
	if got := spelling.Hint("ab", slices.Values([]string{"x"})); got != "" {
		t.Errorf("got %q: nothing in common", got)
	}
}
