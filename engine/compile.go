package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/metadata"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// rule is a rule of the set with what alerts need of it.
type rule struct {
	*rules.Rule
	meta   *alert.Rule
	sees   []int    // groups of its log source, none when that is unknown
	groups []int    // those of them that it was compiled for
	fields []string // that its condition reads, as the author wrote them
}

// compiler sorts rules into groups by the sources that they see.
type compiler struct {
	engine    *Engine
	slots     plan.IdentitySlots
	questions *tree.Questions
	sources   map[taxonomy.Logsource][]int // groups by log source
	groups    map[string]int               // by what makes sources the same
}

func (e *Engine) compile(set *rules.Set) error {
	c := &compiler{
		engine:    e,
		slots:     plan.NewIdentitySlots(e.names),
		questions: tree.NewQuestions(),
		sources:   map[taxonomy.Logsource][]int{},
		groups:    map[string]int{},
	}
	var errs []error
	for r := range set.All() {
		if err := c.add(r); err != nil {
			errs = append(errs, fmt.Errorf("%s: rule %s: %w", r.File, r.ID, err))
		}
	}
	e.plans = plan.NewPlans(e.groups)
	return errors.Join(errs...)
}

func (c *compiler) add(r *rules.Rule) error {
	if err := tree.Check(r.Condition); err != nil {
		return err
	}
	e := c.engine
	compiled := &rule{Rule: r, meta: metadata.Of(r), sees: c.groupsOf(r.Logsource), fields: ir.Fields(r.Condition)}
	number := len(e.rules)
	e.rules = append(e.rules, compiled)
	compiled.groups = slices.DeleteFunc(slices.Clone(compiled.sees), func(i int) bool { return e.skips(e.groups[i], r) })
	for _, i := range compiled.groups {
		e.groups[i].Add(number, r.Condition, compiled.fields, r.Exports)
	}
	e.addKeywords(compiled.groups, r.Condition)
	return nil
}

// groupsOf returns the groups of the sources that rules for ls see.
func (c *compiler) groupsOf(ls taxonomy.Logsource) []int {
	if groups, ok := c.sources[ls]; ok {
		return groups
	}
	var groups []int
	for _, source := range c.engine.table.Sources(ls) {
		if g := c.groupOf(source); !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	c.sources[ls] = groups
	return groups
}

func (c *compiler) groupOf(source taxonomy.Source) int {
	key := sourceKey(source)
	if i, ok := c.groups[key]; ok {
		return i
	}
	i := len(c.engine.groups)
	c.engine.groups = append(c.engine.groups, plan.NewGroup(source, c.engine.names, c.slots, c.questions))
	c.groups[key] = i
	return i
}

// sourceKey is the same for sources that select the same events and call fields
// the same.
func sourceKey(s taxonomy.Source) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %d %q %q", s.Match.Channel, s.Match.Provider, s.Match.EventIDs, s.Where, s.Unprovidable)
	for _, field := range slices.Sorted(maps.Keys(s.Fields)) {
		m := s.Fields[field]
		fmt.Fprintf(&b, " %q %q %q", field, m.Names, m.Values) // fmt sorts maps
	}
	return b.String()
}

// newEvent returns scratch for events as the rules read them.
func (e *Engine) newEvent() *view.Event { return view.NewEvent(e.names) }
