package engine

import (
	"fmt"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/rules"
)

// Unprovidable says what becomes of a rule on events that can never have a field
// which its condition negates: "not OriginalFileName: x" is always true of a
// Security 4688, which has no OriginalFileName.
type Unprovidable string

// The choices. Annotate is the default.
const (
	AnnotateUnprovidable Unprovidable = "annotate" // the alert names the fields
	MatchUnprovidable    Unprovidable = "match"    // nothing is said
	SkipUnprovidable     Unprovidable = "skip"     // the rule does not see such events
)

// WithUnprovidable chooses between annotate, match and skip.
func WithUnprovidable(u Unprovidable) Option {
	return func(e *Engine) error {
		switch u {
		case AnnotateUnprovidable, MatchUnprovidable, SkipUnprovidable:
			e.unprovidable = u
			return nil
		}
		return fmt.Errorf("engine: unprovidable is %q, want annotate, match or skip", u)
	}
}

// skips reports whether the group's events are kept from a rule.
func (e *Engine) skips(g *plan.Group, r *rules.Rule) bool {
	return e.unprovidable == SkipUnprovidable && len(plan.Unprovidable(r.Condition, g.Source.Unprovidable)) > 0
}

// absent returns the fields that an alert of the rule names.
func (e *Engine) absent(r *plan.Rule) []string {
	if e.unprovidable == MatchUnprovidable {
		return nil
	}
	return r.Unprovidable
}

// union returns the names in a or b.
func union(a, b []string) []string {
	for _, name := range b {
		if !slices.Contains(a, name) {
			a = append(a[:len(a):len(a)], name)
		}
	}
	return a
}
