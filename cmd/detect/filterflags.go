package main

import (
	"fmt"
	"iter"
	"slices"

	"github.com/spf13/cobra"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/rules"
)

// filterFlags narrow which rules are used.
type filterFlags struct {
	minLevel            string
	ids, tags, statuses []string
}

func (f *filterFlags) register(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.minLevel, "min-level", "", "only rules of this `LEVEL` or a higher one")
	fl.StringSliceVar(&f.ids, "rule", nil, "only the rule with this `ID` or name")
	fl.StringSliceVar(&f.tags, "tag", nil, "only rules with this `TAG`; * and ? are wildcards")
	fl.StringSliceVar(&f.statuses, "status", nil, "only rules of this `STATUS`: stable, test, experimental, deprecated, unsupported")
	complete(c, "min-level", levels...)
	complete(c, "status", "stable", "test", "experimental", "deprecated", "unsupported")
}

func (f *filterFlags) valid() error {
	return oneOf("--min-level", f.minLevel, unset(levels)...)
}

// narrow takes the rules out that are not asked for and returns how many those
// are. It fails when nothing, or not everything that was named, is left.
func (f *filterFlags) narrow(l *loaded) (int, error) {
	least, _ := alert.ParseLevel(f.minLevel)
	filter := replay.Filter{MinLevel: least, IDs: f.ids, Tags: f.tags, Statuses: f.statuses}
	for _, id := range f.ids {
		if !l.has(id) {
			return 0, failed(l.noSuchRule(id))
		}
	}
	all := l.set.Len()
	l.set = filter.Narrow(l.set)
	if l.set.Len() == 0 {
		return 0, failedf("no rule is left: of %d rules none is what --min-level, --rule, --tag and --status ask for", all)
	}
	return all - l.set.Len(), nil
}

// has reports whether a rule goes by that id or name.
func (l *loaded) has(id string) bool {
	called := func(r *rules.Rule) bool { return replay.Called(r, id) }
	return slices.ContainsFunc(slices.Collect(l.set.All()), called) || slices.ContainsFunc(slices.Collect(l.set.Correlations()), called)
}

// noSuchRule says that no rule goes by an id, and which one may have been meant.
func (l *loaded) noSuchRule(id string) error {
	var names []string
	for _, all := range []iter.Seq[*rules.Rule]{l.set.All(), l.set.Correlations()} {
		for r := range all {
			names = append(names, r.ID, r.Name)
		}
	}
	list := "detect rules"
	if l.shipped {
		list += " --hunting"
	}
	if near, ok := nearest(id, names); ok {
		return fmt.Errorf("no rule has the id or name %q, did you mean %s?", id, near)
	}
	return fmt.Errorf("no rule has the id or name %q (see '%s')", id, list)
}
