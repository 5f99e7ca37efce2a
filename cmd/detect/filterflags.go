package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"

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
	complete(c, "status", statuses...)
}

// statuses are Sigma's.
var statuses = []string{"stable", "test", "experimental", "deprecated", "unsupported"}

func (f *filterFlags) valid() error {
	for _, status := range f.statuses {
		if err := oneOf("--status", strings.ToLower(status), statuses...); err != nil {
			return err
		}
	}
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

// noSuchRule says why no rule goes by an id, or stands in a file of that name:
// it was refused, is a filter, or was probably meant to be another.
func (l *loaded) noSuchRule(id string) error {
	for _, p := range l.set.Problems() {
		if p.Level == rules.Error && (strings.EqualFold(p.RuleID, id) || p.File == id) {
			return fmt.Errorf("the rule was refused: %w", p)
		}
	}
	for f := range l.set.Filters() {
		if replay.Called(f, id) || f.File == id {
			return fmt.Errorf("%q is a filter; 'detect rules' shows which rules it narrows, and those can be explained", f.Named())
		}
	}
	var names []string
	for _, all := range []iter.Seq[*rules.Rule]{l.set.All(), l.set.Correlations()} {
		for r := range all {
			names = append(names, r.ID, r.Name)
		}
	}
	if near, ok := nearest(id, names); ok {
		return fmt.Errorf("no rule has the id or name %q, did you mean %s?", id, near)
	}
	list := "detect rules"
	if l.shipped {
		list += " --hunting"
	}
	return fmt.Errorf("no rule has the id or name %q (see '%s')", id, list)
}
