package ruletest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/normalize/windows"
	"github.com/rulehound/rulehound/rules"
)

// subject is the rules that a test file is about, ready to run.
type subject struct {
	fsys       fs.FS
	dir        string // of the test file
	set        *rules.Set
	rules      []*rules.Rule // on single events: those of the rule file, and what its correlations are made of
	named      []*rules.Rule // the rules of the rule file
	engine     *engine.Engine
	normalizer *normalize.Normalizer
	cover      cover
}

// subject returns the rules of the file that the test file name stands beside.
func (r *runner) subject(name string) (*subject, error) {
	file := r.shown(RuleFile(name))
	r.tested[file] = true
	s := &subject{fsys: r.fsys, dir: path.Dir(name)}
	s.set = r.set.Keep(func(rule *rules.Rule) bool { return rule.File == file })
	s.rules = slices.Collect(s.set.All())
	for _, rule := range slices.Concat(s.rules, slices.Collect(s.set.Correlations())) {
		if rule.File == file && !slices.Contains(s.named, rule) {
			s.named = append(s.named, rule)
		}
	}
	for _, p := range r.set.Problems() {
		if p.File == file && p.Level == rules.Error {
			return nil, fmt.Errorf("the rules cannot be tested: %w", p)
		}
	}
	if len(s.named) == 0 {
		return nil, fmt.Errorf("%s has no rules to test", file)
	}
	table := cmp.Or(r.options.Taxonomy, taxonomy.Windows())
	var err error
	if s.engine, err = engine.New(s.set, engine.WithTaxonomy(table)); err != nil {
		return nil, err
	}
	s.normalizer = normalize.New(normalize.WithTaxonomy(table), normalize.WithDerived(windows.Lists{}, s.engine.Fields()...))
	s.cover = newCover(s.rules, file)
	return s, err
}

// run runs one test.
func (s *subject) run(ctx context.Context, t *test) *Case {
	c := &Case{Name: t.name, Line: t.line}
	if c.Name == "" {
		c.Name = fmt.Sprintf("line %d", t.line)
	}
	if t.rule != "" && !slices.ContainsFunc(s.named, func(r *rules.Rule) bool { return called(t.rule, r.ID, r.Name) }) {
		c.Err = fmt.Errorf("the rule file has no rule %q", t.rule)
		return c
	}
	if s.correlates(t) {
		s.runCorrelated(ctx, t, c)
		return c
	}
	var got []int
	n := 0
	for ev, err := range s.events(ctx, t) {
		matched := false
		if err == nil {
			matched, err = s.match(t, ev)
		}
		if err != nil {
			c.Err = err
			return c
		}
		if why := s.explain(t, ev); c.Trace == "" && t.want.unexpected(n, matched) {
			c.Trace = why
		}
		if matched {
			got = append(got, n)
		}
		n++
	}
	if wrong := t.want.check(got, n); wrong != "" {
		c.Err = errors.New(wrong)
	} else {
		c.Trace = ""
	}
	return c
}

// events yields the events of a test, in order.
func (s *subject) events(ctx context.Context, t *test) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		f, err := s.open(t)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		for ev, err := range s.normalizer.Events(f.Records(ctx)) {
			if !yield(ev, err) || err != nil {
				return
			}
		}
	}
}

func (s *subject) open(t *test) (*source.File, error) {
	if t.file == "" {
		return source.Read(bytes.NewReader(t.event), "event", source.WithFormat("json"))
	}
	name := path.Join(s.dir, t.file)
	log, err := fs.ReadFile(s.fsys, name)
	if err != nil {
		return nil, err
	}
	return source.Read(bytes.NewReader(log), name)
}

// match reports whether a rule that t is about matches ev.
func (s *subject) match(t *test, ev *event.Event) (bool, error) {
	alerts, err := s.engine.Match(nil, ev)
	return slices.ContainsFunc(alerts, func(a *alert.Alert) bool {
		return t.rule == "" || called(t.rule, a.Rule.ID, a.Rule.Name)
	}), err
}

// explain returns why the rules that t is about said what they did.
func (s *subject) explain(t *test, ev *event.Event) string {
	var why strings.Builder
	for i, trace := range s.engine.ExplainAll(ev) {
		if r := s.rules[i]; t.rule == "" || called(t.rule, r.ID, r.Name) {
			s.cover.see(i, trace.Condition)
			trace.WriteTo(&why)
		}
	}
	return why.String()
}

// called reports whether name is a rule's id or name.
func called(name, ruleID, ruleName string) bool {
	return strings.EqualFold(name, ruleID) || strings.EqualFold(name, ruleName)
}
