package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/spelling"
)

var (
	levels   = []string{"informational", "low", "medium", "high", "critical"}
	statuses = []string{"stable", "test", "experimental", "deprecated", "unsupported"}
	uuid     = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	})
)

// metadata finds rules that do not say of themselves what an alert should. Of
// what is there but odd in a Sigma rule, its own format tells.
func metadata(l *linter) []*rules.Problem {
	var found []*rules.Problem
	for r := range l.set.All() {
		warn := func(code, hint, format string, args ...any) {
			found = append(found, warning(r, code, fmt.Sprintf(format, args...), hint))
		}
		if r.ID == "" {
			warn("rule-id", "give it a UUID", "the rule has no id: nothing can refer to it")
		}
		if r.Level == "" {
			warn("rule-level", "there are "+strings.Join(levels, ", "), "the rule has no level")
		}
		if r.Kind != rules.KindExpr {
			continue
		}
		if r.Title == "" {
			warn("rule-title", "", "the rule has no title")
		}
		if r.ID != "" && !uuid().MatchString(r.ID) {
			warn("rule-id", "", "the id %q is no UUID", r.ID)
		}
		if r.Level != "" && !slices.Contains(levels, r.Level) {
			warn("rule-level", hint(r.Level, levels), "unknown level %q", r.Level)
		}
		if r.Status != "" && !slices.Contains(statuses, r.Status) {
			warn("rule-status", hint(r.Status, statuses), "unknown status %q", r.Status)
		}
	}
	return found
}

func hint(word string, known []string) string {
	if h := spelling.Hint(word, slices.Values(known)); h != "" {
		return h
	}
	return "there are " + strings.Join(known, ", ")
}
