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

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// Pipeline is the steps of one file. It is immutable.
type Pipeline struct {
	Name     string
	Priority int
	file     string
	vars     map[string][]string
	steps    []*step
}

// Parse reads a pipeline file. The error joins a *rules.Problem for everything
// that is wrong.
func Parse(file string, src []byte) (*Pipeline, error) {
	root, p := parse(src)
	if p != nil {
		p.File, p.Code, p.Err = file, "pipeline", rules.ErrSyntax
		return nil, p
	}
	d := &decoder{file: file}
	pipe := &Pipeline{Name: file, file: file}
	if root.Kind != yaml.MappingNode {
		d.fail(root, "a pipeline file is one mapping")
		return nil, errors.Join(d.problems...)
	}
	d.object(root, map[string]func(*yaml.Node){
		"name":             func(n *yaml.Node) { pipe.Name = d.text(n) },
		"priority":         func(n *yaml.Node) { pipe.Priority = d.number(n) },
		"allowed_backends": func(n *yaml.Node) { d.list(n) },
		"vars":             func(n *yaml.Node) { pipe.vars = d.lists(n) },
		"transformations":  func(n *yaml.Node) { pipe.steps = d.steps(n) },
		"postprocessing":   d.queries,
		"finalizers":       d.queries,
	})
	return pipe, errors.Join(d.problems...)
}

// parse returns the one document of a file.
func parse(src []byte) (*yaml.Node, *rules.Problem) {
	text, err := yamltext.Read(src)
	if err != nil {
		return nil, &rules.Problem{Msg: err.Error()}
	}
	var root *yaml.Node
	chunks, err := text.Chunks()
	if err == nil && len(chunks) == 1 {
		root, err = chunks[0].Parse()
	}
	if e, ok := errors.AsType[*yamltext.Error](err); ok {
		return nil, &rules.Problem{Line: e.Line, Col: e.Col, Msg: e.Msg}
	}
	if err != nil || root == nil {
		return nil, &rules.Problem{Msg: "a pipeline file is one mapping"}
	}
	return root, nil
}

// Run runs pipelines over r: those with the smallest priority first, equal ones
// as they are given. Variables, state and what was applied are theirs together.
// The error says that r cannot be used any more.
func Run(ps []*Pipeline, r *Rule) error {
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b *Pipeline) int { return a.Priority - b.Priority })
	for _, p := range ps {
		maps.Copy(r.vars, p.vars)
	}
	for _, p := range ps {
		if err := r.take(p, p.steps); err != nil {
			return err
		}
	}
	return nil
}

// take lets the steps act that are for the rule.
func (r *Rule) take(p *Pipeline, steps []*step) error {
	for _, s := range steps {
		if err := r.spend(perStep); err != nil {
			return err
		}
		if !s.rule.hold(r) {
			continue
		}
		r.did, r.applied[s.id] = nil, true
		var err error
		if s.act == nil {
			err = r.take(p, s.nested)
		} else if err = s.act(r, s); err != nil {
			err = fmt.Errorf("%s:%d: %s: %w", p.file, s.line, s.kind, err)
		}
		if err != nil {
			return err
		}
		if len(r.did) > 0 {
			r.Changes = append(r.Changes, rules.Change{Pipeline: p.Name, File: p.file, Line: s.line, Step: s.kind, ID: s.id, Did: r.did})
			r.did = nil
		}
	}
	return nil
}
