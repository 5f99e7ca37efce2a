package replay

import (
	"path"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/rules"
)

// Filter narrows which rules run. The zero Filter keeps all.
type Filter struct {
	MinLevel alert.Level // leaves out rules without a level too, unless it is NoLevel
	IDs      []string    // ids or names of rules
	Tags     []string    // with * and ? as wildcards; one of a rule's tags must fit
	Statuses []string
}

// Keep reports whether the rule is to run. Case does not count.
func (f *Filter) Keep(r *rules.Rule) bool {
	level, known := alert.ParseLevel(strings.ToLower(r.Level))
	// A level that nobody knows may be a misspelt high one: the rule runs.
	return (level >= f.MinLevel || !known) &&
		(len(f.IDs) == 0 || slices.ContainsFunc(f.IDs, func(id string) bool { return Called(r, id) })) &&
		(len(f.Tags) == 0 || slices.ContainsFunc(f.Tags, func(tag string) bool { return tagged(r, tag) })) &&
		(len(f.Statuses) == 0 || slices.ContainsFunc(f.Statuses, func(s string) bool { return strings.EqualFold(s, r.Status) }))
}

// Narrow returns the set without the rules that are not to run. What was wrong
// with rules stays in it.
func (f *Filter) Narrow(set *rules.Set) *rules.Set {
	kept := slices.DeleteFunc(slices.Collect(set.All()), func(r *rules.Rule) bool { return !f.Keep(r) })
	return rules.NewSet(kept, set.Problems())
}

// Called reports whether id is the rule's id or name. Case does not count.
func Called(r *rules.Rule, id string) bool {
	return id != "" && (strings.EqualFold(id, r.ID) || strings.EqualFold(id, r.Name))
}

func tagged(r *rules.Rule, pattern string) bool {
	pattern = strings.ToLower(pattern)
	return slices.ContainsFunc(r.Tags, func(tag string) bool {
		ok, err := path.Match(pattern, strings.ToLower(tag))
		return ok && err == nil
	})
}
