package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/rulehound/rulehound/cmd/detect/internal/report"
	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/sigma"
)

// ruleFlags say which rules to load and what they need to know.
type ruleFlags struct {
	paths     []string
	hunting   bool
	pipelines []string
	uncached  bool
	envFlags
}

func (f *ruleFlags) register(fl *pflag.FlagSet) {
	fl.StringArrayVarP(&f.paths, "rules", "r", nil, "rule `FILE` or folder, may be repeated (default: the rules that ship)")
	fl.BoolVar(&f.hunting, "hunting", false, "of the rules that ship those for hunting, too")
	fl.StringArrayVar(&f.pipelines, "pipeline", nil, "a processing pipeline: a `FILE`, or one of these: ecs_windows, sysmon, windows-audit, windows-logsources; may be repeated")
	fl.BoolVar(&f.uncached, "no-cache", false, "parse every rule file, also those that were parsed before and have not changed")
	f.envFlags.register(fl)
}

// loaded is a rule set with what it was loaded by.
type loaded struct {
	set      *rules.Set
	taxonomy *taxonomy.Table
	shipped  bool // the rules are those that ship
	accounts windows.Lists
}

// normalizer returns a normaliser that derives the fields that e reads.
func (l *loaded) normalizer(e *engine.Engine, zone zoneFlag) *normalize.Normalizer {
	return normalize.New(normalize.WithTaxonomy(l.taxonomy), normalize.WithZone(zone.zone), normalize.WithDerived(l.accounts, e.Fields()...))
}

// load loads the rules that the flags name. Defaults of flags that the rules'
// detect.yml gives are in force afterwards. All flags of the command are
// checked by valid, those that the user gave before anything else.
func (a *app) load(c *cobra.Command, f *ruleFlags, valid func() error) (*loaded, error) {
	l, err := a.loadAny(c, f, valid)
	if err == nil && l.set.Len() == 0 {
		err = noRules(l.set, f.paths)
	}
	return l, err
}

// loadAny is load, content with no rule at all.
func (a *app) loadAny(c *cobra.Command, f *ruleFlags, valid func() error) (*loaded, error) {
	if err := valid(); err != nil {
		return nil, err
	}
	if f.hunting && len(f.paths) > 0 {
		return nil, usagef("--hunting is for the rules that ship; --rules gives others")
	}
	env, err := f.environment(f.paths)
	if err != nil {
		return nil, failed(err)
	}
	if err := applyDefaults(c, env.Defaults); err != nil {
		return nil, failed(err)
	}
	if err := cmp.Or(a.prepare(), valid()); err != nil {
		return nil, err
	}
	pipelines, sources, err := f.readPipelines()
	if err != nil {
		return nil, failed(err)
	}
	loader, table, err := newLoader(env, pipelines...)
	if err != nil {
		return nil, failed(err)
	}
	defer a.garbage.hurry()()
	if len(f.paths) > 0 && !f.uncached {
		defer a.remember(loader, f, env, sources)()
	}
	l := &loaded{taxonomy: table, shipped: len(f.paths) == 0, accounts: windows.Lists{
		Managed:    windows.NewAccountSet(env.Lists["managed_service_accounts"]...),
		Privileged: windows.NewAccountSet(env.Lists["privileged_accounts"]...),
	}}
	if l.shipped {
		l.set, err = loadShipped(c.Context(), loader, f.hunting)
	} else {
		l.set, err = loader.LoadPaths(c.Context(), f.paths...)
	}
	if err != nil {
		return nil, failedf("no rule could be read: %w", lookedFor(f.paths, err))
	}
	return l, nil
}

// remember gives a loader the cache of rules. The function that it returns saves
// what is new. A cache that cannot be had costs time, nothing else.
func (a *app) remember(l *rules.Loader, f *ruleFlags, env *rules.Environment, pipelines [][]byte) (save func()) {
	c, err := f.ruleCache(env, pipelines)
	if err != nil {
		a.log.Debug().Err(err).Msg("no cache of rules")
		return func() {}
	}
	l.Memory = c
	go c.Read() // while the rule files are looked for
	return func() {
		if err := c.Save(); err != nil {
			a.log.Debug().Err(err).Msg("the cache of rules could not be written")
		}
	}
}

// newLoader returns a loader of both rule languages for an environment.
func newLoader(env *rules.Environment, pipelines ...*sigma.Pipeline) (*rules.Loader, *taxonomy.Table, error) {
	table, err := taxonomy.Windows().With(env.Taxonomy)
	if err != nil {
		return nil, nil, err
	}
	return &rules.Loader{Filters: env.Filters, Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders), sigma.WithTaxonomy(table), sigma.WithPipelines(pipelines...)),
		exprlang.Format(exprlang.WithLists(env.Lists), exprlang.WithTaxonomy(table)),
	}}, table, nil
}

// loadShipped loads the rules that ship, under the names that they have in the
// project.
func loadShipped(ctx context.Context, l *rules.Loader, hunting bool) (*rules.Set, error) {
	files := library.FS()
	if hunting {
		files = library.WithHunting()
	}
	set, err := l.Load(ctx, files)
	if err != nil {
		return nil, err
	}
	for r := range set.All() { // nobody else has seen them yet
		r.File = shippedName(r.File)
	}
	for r := range set.Correlations() {
		if !r.Correlation.Own { // those are among all
			r.File = shippedName(r.File)
		}
	}
	for _, p := range set.Problems() {
		p.File = shippedName(p.File)
	}
	return set, nil
}

func shippedName(file string) string {
	return filepath.Join("rules", "library", filepath.FromSlash(file))
}

// noRules says why no rule is there, by the first of what was wrong.
func noRules(set *rules.Set, paths []string) error {
	err := set.Err()
	if err == nil {
		return failedf("no rule was found in %s; a rule is a YAML document with a title and a detection, an expr or a correlation", strings.Join(paths, ", "))
	}
	first := err.(interface{ Unwrap() []error }).Unwrap()
	more := ""
	if len(first) > 1 {
		more = fmt.Sprintf("\nand %s, see 'detect check'", report.Counted(len(first)-1, "more problem"))
	}
	return failedf("no rule could be loaded: %w%s", first[0], more)
}

// unreadable reports whether some rule file or folder could not be read, which
// is more than a refused rule.
func (l *loaded) unreadable() bool {
	for _, p := range l.set.Problems() {
		if p.Code == "file-unreadable" {
			return true
		}
	}
	return false
}
