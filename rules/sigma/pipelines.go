package sigma

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/pipeline"
)

// Pipeline is a processing pipeline: steps that change rules as they are
// loaded. It is immutable.
type Pipeline = pipeline.Pipeline

// ReadPipeline reads a pipeline in pySigma's YAML form; file is its name in
// problems. The error joins a [rules.Problem] for everything that is wrong.
func ReadPipeline(file string, src []byte) (*Pipeline, error) { return pipeline.Parse(file, src) }

// KnownPipeline returns what stands for a name that SigmaHQ's users give a
// pipeline, such as ecs_windows: several pipelines, or none where nothing is left
// to do. It reports whether the name is known.
func KnownPipeline(name string) ([]*Pipeline, bool) { return pipeline.Known(name) }

// KnownPipelines returns the names that [KnownPipeline] knows, sorted.
func KnownPipelines() []string { return pipeline.KnownNames() }

// WithPipelines runs pipelines over every rule, those with the smallest
// priority first, equal ones as they are given.
func WithPipelines(ps ...*Pipeline) Option {
	return func(f *format) { f.pipelines = append(f.pipelines, ps...) }
}

// piped is what pipelines leave for lowering.
type piped struct {
	added  []*pipeline.Section                // what must match, or not, beside the rule
	joins  map[*yaml.Node]*pipeline.Join      // keys of what one field has become
	filled map[*yaml.Node]map[string][]string // keys of fields, and values of their placeholders
	values map[string][]string                // those of the field at hand
	gone   []string                           // selections of which nothing is left
	rule   *pipeline.Rule
}

// pipelines lets the pipelines change the rule. It reports whether they leave
// one. A correlation waits until its rules are known.
func (r *reader) pipelines(rule *rules.Rule, what string) bool {
	if len(r.format.pipelines) == 0 || what == "" || what == "correlation" {
		return true
	}
	key, section := r.doc.Get(what)
	if section.Kind != yaml.MappingNode || !r.afford(section) {
		return true // which the readers refuse
	}
	if !r.written(section) {
		return false
	}
	written := rule.Logsource
	p := pipeline.NewRule(rule, section, "rules")
	p.Narrows = what == "filter"
	if !r.run(key, p) {
		return false
	}
	if rule.Logsource != written {
		rule.Written = &written
	}
	rule.Changes = p.Changes
	if len(p.Changes) == 0 {
		return true
	}
	section, gone := p.Section(p.Sections[0], section)
	r.piped = piped{added: p.Sections[1:], joins: p.Joins, filled: p.Filled, gone: gone, rule: p}
	r.doc = r.doc.With(key, section)
	return true
}

func (r *reader) run(key *yaml.Node, p *pipeline.Rule) bool {
	if err := pipeline.Run(r.format.pipelines, p); err != nil {
		r.report(key, codePipeline, "%v", err)
		return false
	}
	return true
}

// written checks what pipelines would hide: fields that stand twice. What they
// rename may.
func (r *reader) written(section *yaml.Node) bool {
	ok := r.duplicates(section, "the detection")
	for _, v := range pairs(section) {
		for _, m := range append([]*yaml.Node{v}, v.Content...) {
			if m.Kind == yaml.MappingNode {
				ok = r.duplicates(m, "this mapping") && ok
			}
		}
	}
	return ok
}

// finish lets the pipelines rename the fields of a correlation when the log
// sources of its rules are known.
func (r *reader) finish(rule *rules.Rule) {
	if len(r.format.pipelines) == 0 || rule.Correlation == nil {
		return
	}
	key, _ := r.doc.Get("correlation")
	rule.Finish = func(of []taxonomy.Logsource) *rules.Problem {
		p := pipeline.NewRule(rule, nil)
		p.Correlates, p.Bases = true, of
		nameFields(&p.Names, rule.Correlation)
		if err := pipeline.Run(r.format.pipelines, p); err != nil {
			return r.doc.Problem(key, codePipeline, checkOf(codePipeline).err, "%v", err)
		}
		rule.Changes = p.Changes
		return nil
	}
}

// renameAggregated renames the fields of an aggregation, by the steps that have
// changed the rule: they run once more over the rule as it was written.
func (r *reader) renameAggregated(rule *rules.Rule, written *document.Document) {
	if r.aggregated == nil || len(r.format.pipelines) == 0 {
		return
	}
	key, section := written.Get("detection")
	again := *rule
	if rule.Written != nil {
		again.Logsource = *rule.Written
	}
	p := pipeline.NewRule(&again, section)
	nameFields(&p.Names, r.aggregated)
	if r.run(key, p) {
		rule.Changes = p.Changes
	}
}

// nameFields adds the fields that a correlation names; an alias is none.
func nameFields(names *pipeline.Names, c *rules.Correlation) {
	names.Lists = append(names.Lists, &c.GroupBy)
	for i := range c.Fields {
		names.Single = append(names.Single, &c.Fields[i])
	}
	for i := range c.Aliases {
		names.Aliases = append(names.Aliases, c.Aliases[i].Name)
		for j := range c.Aliases[i].Fields {
			names.Single = append(names.Single, &c.Aliases[i].Fields[j].Field)
		}
	}
}

// addSections adds what pipelines added to the rule's condition.
func (r *reader) addSections(rule *rules.Rule) {
	if len(r.added) == 0 || r.refused {
		return
	}
	r.gone = nil
	from := rule.Condition.Origin()
	and := &ir.And{Meta: ir.Meta{Line: from.Line, Col: from.Col, Text: "the rule and what pipelines add"}, Kids: []ir.Node{rule.Condition}}
	for _, s := range r.added {
		scalar := func(v string) *yaml.Node {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v, Line: rule.Line, Column: 1}
		}
		section, gone := r.piped.rule.Section(s, &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: rule.Line, Column: 1})
		if len(gone) > 0 {
			continue // a later step has taken it out
		}
		section.Content = append(section.Content, scalar("condition"), scalar(pipeline.AddedName))
		node := r.detectionOf(scalar("detection"), section)
		if node == nil {
			return // it is refused
		}
		node.Origin().Label = s.Name
		if s.Negated {
			node = &ir.Not{Meta: ir.Meta{Line: rule.Line, Col: 1, Text: "not " + s.Name}, Kid: node}
		}
		and.Kids = append(and.Kids, node)
	}
	if len(and.Kids) > 1 {
		rule.Condition = and
	}
}

// joined is what several fields are that one has become.
func joined(join *pipeline.Join, key *yaml.Node, kids []ir.Node) ir.Node {
	if len(kids) == 1 {
		return kids[0]
	}
	word := " or "
	if join.All {
		word = " and "
	}
	var texts []string
	for _, kid := range kids {
		texts = append(texts, kid.Origin().Text)
	}
	meta := at(key, shorten(strings.Join(texts, word)))
	if join.All {
		return &ir.And{Meta: meta, Kids: kids}
	}
	return &ir.Or{Meta: meta, Kids: kids}
}

// leaveOut takes selections out of a condition.
func (r *reader) leaveOut(key *yaml.Node, n ir.Node, emptied []*search) ir.Node {
	if len(emptied) == 0 || r.refused {
		return n
	}
	gone := map[ir.Node]bool{}
	for _, s := range emptied {
		gone[s.node] = true
	}
	if n = without(n, gone); n == nil {
		r.report(key, codePipeline, "the pipelines leave nothing of the rule's condition")
	}
	return n
}

// without takes out selections of which pipelines have left nothing: nil when
// that is all.
func without(n ir.Node, gone map[ir.Node]bool) ir.Node {
	if gone[n] {
		return nil
	}
	if n.Origin().Label != "" {
		return n // another selection
	}
	kept := func(kids []ir.Node) []ir.Node {
		var out []ir.Node
		for _, kid := range kids {
			if k := without(kid, gone); k != nil {
				out = append(out, k)
			}
		}
		return out
	}
	switch n := n.(type) {
	case *ir.And:
		c := *n
		c.Kids = kept(n.Kids)
		return few(&c, c.Kids)
	case *ir.Or:
		c := *n
		c.Kids = kept(n.Kids)
		return few(&c, c.Kids)
	case *ir.AtLeast:
		c := *n
		if c.Kids = kept(n.Kids); len(c.Kids) <= c.N {
			return few(&ir.And{Meta: c.Meta, Kids: c.Kids}, c.Kids)
		}
		return &c
	case *ir.Not:
		c := *n
		if c.Kid = without(n.Kid, gone); c.Kid == nil {
			return nil
		}
		return &c
	}
	return n
}

// few returns n, its only kid, or nil when it has none.
func few(n ir.Node, kids []ir.Node) ir.Node {
	switch len(kids) {
	case 0:
		return nil
	case 1:
		return kids[0]
	}
	return n
}

// emptied returns the selections of which pipelines have left nothing, with
// nodes that without knows.
func (r *reader) emptied(key *yaml.Node) []*search {
	var all []*search
	for _, name := range r.gone {
		k := *key
		k.Value = name
		all = append(all, &search{key: &k, node: &ir.Or{Meta: at(&k, name)}, broken: true})
	}
	return all
}
