// Package pipeline is pySigma's processing pipelines: steps that change rules
// between reading and lowering. Steps that change queries of other systems have
// nothing to work on here and are refused, and so is every step, condition and
// parameter that is not known.
package pipeline

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/spelling"
	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// Pipeline is the steps of one file. It is immutable.
type Pipeline struct {
	Name     string
	Priority int
	vars     map[string][]string
	steps    []*step
}

// step is a transformation with the conditions under which it acts.
type step struct {
	id, kind string
	rule     conditions[*Rule]
	item     conditions[*subject]
	field    conditions[*subject]
	act      action
}

// action changes a rule; it looks at those items that may be changed.
type action func(r *Rule, s *step) error

// Parse reads a pipeline file. The error joins a *rules.Problem for everything
// that is wrong.
func Parse(file string, src []byte) (*Pipeline, error) {
	text, err := yamltext.Read(src)
	if err != nil {
		return nil, &rules.Problem{File: file, Code: "pipeline", Msg: err.Error(), Err: rules.ErrSyntax}
	}
	chunks, err := text.Chunks()
	var root *yaml.Node
	if err == nil && len(chunks) == 1 {
		root, err = chunks[0].Parse()
	}
	if err != nil || root == nil || root.Kind != yaml.MappingNode {
		msg := "a pipeline file is one mapping"
		if err != nil {
			msg = err.Error()
		}
		return nil, &rules.Problem{File: file, Code: "pipeline", Msg: msg, Err: rules.ErrSyntax}
	}
	d := &decoder{file: file}
	p := &Pipeline{Name: file}
	d.object(root, map[string]func(*yaml.Node){
		"name":             func(n *yaml.Node) { p.Name = d.text(n) },
		"priority":         func(n *yaml.Node) { p.Priority = d.number(n) },
		"allowed_backends": func(*yaml.Node) {},
		"vars":             func(n *yaml.Node) { p.vars = d.lists(n) },
		"transformations":  func(n *yaml.Node) { p.steps = d.steps(n) },
		"postprocessing":   d.queries,
		"finalizers":       d.queries,
		"description":      func(*yaml.Node) {},
		"author":           func(*yaml.Node) {},
	})
	return p, errors.Join(d.problems...)
}

// Sort orders pipelines as pySigma does: by priority, the smallest first; equal
// ones as they were given.
func Sort(ps []*Pipeline) {
	slices.SortStableFunc(ps, func(a, b *Pipeline) int { return a.Priority - b.Priority })
}

// Apply runs the steps over r. The error says that r cannot be used any more.
func (p *Pipeline) Apply(r *Rule) error {
	for i, s := range p.steps {
		if !s.rule.hold(r) {
			continue
		}
		r.vars, r.changed = p.vars, false
		if err := s.act(r, s); err != nil {
			return fmt.Errorf("pipeline %q, step %d (%s): %w", p.Name, i+1, s.kind, err)
		}
		r.applied[s.id] = true
		if r.changed {
			name := s.kind
			if s.id != "" {
				name += " " + s.id
			}
			r.Changes = append(r.Changes, p.Name+": "+name)
		}
	}
	return nil
}

// decoder reads a pipeline and collects what is wrong with it.
type decoder struct {
	file     string
	problems []error
}

func (d *decoder) fail(n *yaml.Node, format string, args ...any) *rules.Problem {
	p := &rules.Problem{File: d.file, Line: n.Line, Col: n.Column, Code: "pipeline", Msg: fmt.Sprintf(format, args...), Err: rules.ErrUnsupported}
	d.problems = append(d.problems, p)
	return p
}

// queries refuses the parts of a pipeline that work on queries.
func (d *decoder) queries(n *yaml.Node) {
	if len(n.Content) > 0 {
		d.fail(n, "this part changes queries of other systems; rules are not turned into queries here")
	}
}

func (d *decoder) object(n *yaml.Node, keys map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "here stands a mapping")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if read, ok := keys[k.Value]; ok {
			read(v)
			continue
		}
		known := slices.Sorted(maps.Keys(keys))
		p := d.fail(k, "unknown key %q", k.Value)
		if p.Hint = spelling.Hint(k.Value, slices.Values(known)); p.Hint == "" {
			p.Hint = "there are " + strings.Join(known, ", ")
		}
	}
}

func (d *decoder) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "here stands a text")
	}
	return n.Value
}

func (d *decoder) number(n *yaml.Node) int {
	var i int
	if n.Decode(&i) != nil {
		d.fail(n, "here stands a whole number")
	}
	return i
}

func (d *decoder) flag(n *yaml.Node) bool {
	var b bool
	if n.Decode(&b) != nil {
		d.fail(n, "here stands true or false")
	}
	return b
}

// list reads a text or a list of texts.
func (d *decoder) list(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	var all []string
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "here stands a list of texts")
		return nil
	}
	for _, item := range n.Content {
		all = append(all, d.text(item))
	}
	return all
}

func (d *decoder) lists(n *yaml.Node) map[string][]string {
	all := map[string][]string{}
	if n.Kind != yaml.MappingNode {
		d.fail(n, "here stands a mapping")
		return all
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		all[n.Content[i].Value] = d.list(n.Content[i+1])
	}
	return all
}

// steps reads the transformations.
func (d *decoder) steps(n *yaml.Node) []*step {
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "transformations is a list")
		return nil
	}
	var all []*step
	for _, item := range n.Content {
		all = append(all, d.step(item))
	}
	return all
}

func (d *decoder) step(n *yaml.Node) *step {
	s := &step{}
	kind := value(n, "type")
	if kind == nil {
		d.fail(n, "a transformation has a type")
		return s
	}
	s.kind = kind.Value
	make, ok := actions[s.kind]
	if !ok {
		p := d.fail(kind, "unknown transformation %q", s.kind)
		p.Hint = spelling.Hint(s.kind, slices.Values(slices.Sorted(maps.Keys(actions))))
		return s
	}
	own, finish := make(d)
	keys := map[string]func(*yaml.Node){
		"id": func(n *yaml.Node) { s.id = d.text(n) }, "type": func(*yaml.Node) {},
		"rule_conditions":           func(n *yaml.Node) { readConditions(d, n, ruleConditions, &s.rule) },
		"rule_cond_op":              func(n *yaml.Node) { s.rule.any = d.operator(n) },
		"rule_cond_not":             func(n *yaml.Node) { s.rule.not = d.flag(n) },
		"detection_item_conditions": func(n *yaml.Node) { readConditions(d, n, itemConditions, &s.item) },
		"detection_item_cond_op":    func(n *yaml.Node) { s.item.any = d.operator(n) },
		"detection_item_cond_not":   func(n *yaml.Node) { s.item.not = d.flag(n) },
		"field_name_conditions":     func(n *yaml.Node) { readConditions(d, n, fieldConditions, &s.field) },
		"field_name_cond_op":        func(n *yaml.Node) { s.field.any = d.operator(n) },
		"field_name_cond_not":       func(n *yaml.Node) { s.field.not = d.flag(n) },
	}
	maps.Copy(keys, own)
	d.object(n, keys)
	s.act = finish(n)
	return s
}

func (d *decoder) operator(n *yaml.Node) bool {
	switch d.text(n) {
	case "or":
		return true
	case "and":
	default:
		d.fail(n, "here stands and, or or")
	}
	return false
}

// value returns the value of a mapping's key, nil when there is none.
func value(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
