package sigma

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/pipeline"
)

// Pipeline is a processing pipeline: steps that change rules as they are
// loaded. It is immutable.
type Pipeline = pipeline.Pipeline

// ReadPipeline reads a pipeline in pySigma's YAML form; file is its name in
// problems. The error joins a [rules.Problem] for everything that is wrong.
func ReadPipeline(file string, src []byte) (*Pipeline, error) { return pipeline.Parse(file, src) }

// WithPipelines runs pipelines over every rule, those with the smallest
// priority first, equal ones as they are given.
func WithPipelines(ps ...*Pipeline) Option {
	return func(f *format) {
		f.pipelines = append(f.pipelines, ps...)
		pipeline.Sort(f.pipelines)
	}
}

// pipelines lets the pipelines change the rule. It reports whether they leave
// one.
func (r *reader) pipelines(rule *rules.Rule, what string) bool {
	if len(r.format.pipelines) == 0 || what == "" {
		return true
	}
	key, section := r.doc.Get(what)
	if section.Kind != yaml.MappingNode || !r.afford(section) {
		return true // which the readers refuse
	}
	p := pipeline.NewRule(rule, section, "rules")
	if what == "correlation" {
		section = copyTree(section)
		p = pipeline.NewRule(rule, nil)
		p.Correlates, p.Names = true, fieldNames(section)
	}
	for _, each := range r.format.pipelines {
		if err := each.Apply(p); err != nil {
			r.report(key, codePipeline, "%v", err)
			return false
		}
	}
	rule.Changes, r.given = p.Changes, p.Placeholders
	if len(p.Sections) > 0 {
		for _, s := range p.Sections {
			if name := s.Empty(); name != "" {
				r.report(key, codePipeline, "the pipelines leave nothing of the selection %q", name)
				return false
			}
		}
		r.added = p.Sections[1:]
		section = p.Sections[0].Section(section)
	}
	r.doc = r.doc.With(key, section)
	return true
}

// addSections adds what pipelines added to the rule's condition.
func (r *reader) addSections(rule *rules.Rule) {
	if len(r.added) == 0 || r.refused {
		return
	}
	from := rule.Condition.Origin()
	and := &ir.And{Meta: ir.Meta{Line: from.Line, Col: from.Col, Text: "the rule and what pipelines add"}, Kids: []ir.Node{rule.Condition}}
	for _, s := range r.added {
		scalar := func(v string) *yaml.Node {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v, Line: rule.Line, Column: 1}
		}
		section := s.Section(&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: rule.Line, Column: 1})
		section.Content = append(section.Content, scalar("condition"), scalar(pipeline.AddedName))
		node := r.detectionOf(scalar("detection"), section)
		if s.Negated {
			node = &ir.Not{Meta: ir.Meta{Line: rule.Line, Col: 1, Text: "not " + pipeline.AddedName}, Kid: node}
		}
		and.Kids = append(and.Kids, node)
	}
	rule.Condition = and
}

// copyTree returns a copy of a tree.
func copyTree(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, kid := range n.Content {
		c.Content = append(c.Content, copyTree(kid))
	}
	return &c
}

// fieldNames returns the scalars of a correlation section that name fields of
// its rules; an alias in group-by names none.
func fieldNames(section *yaml.Node) []*yaml.Node {
	var names, aliases []*yaml.Node
	var own []string
	_, v := pair(section, "aliases")
	if v != nil {
		for k, m := range pairs(v) {
			own = append(own, k.Value)
			for _, field := range pairs(m) {
				aliases = append(aliases, field)
			}
		}
	}
	scalars := func(n *yaml.Node) {
		if n == nil {
			return
		}
		for _, item := range append([]*yaml.Node{n}, n.Content...) {
			if item.Kind == yaml.ScalarNode && !slices.Contains(own, item.Value) {
				names = append(names, item)
			}
		}
	}
	_, by := pair(section, "group-by")
	scalars(by)
	if _, condition := pair(section, "condition"); condition != nil {
		_, field := pair(condition, "field")
		scalars(field)
	}
	return append(names, aliases...)
}
