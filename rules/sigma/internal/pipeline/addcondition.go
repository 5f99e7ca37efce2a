package pipeline

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

// AddedName is what selections are called that add_condition adds, where they
// have no name of their own.
const AddedName = "added_by_pipeline"

// addCondition adds fields that must match, too, or must not. A correlation has
// none, and a filter is part of rules that have them already.
func addCondition(p *params) action {
	conditions := p.need("conditions")
	name := p.optional("name", AddedName)
	negated, fill := p.bool("negated"), p.bool("template")
	if conditions.Kind != yaml.MappingNode || len(conditions.Content) == 0 {
		p.fail(conditions, "here stands a mapping from fields to values")
		return nil
	}
	return func(r *Rule, s *step) error {
		if r.Correlates || r.Narrows {
			return nil
		}
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: AddedName, Line: r.Meta.Line, Column: 1}
		sel := newSelection(key, moved(conditions, r.Meta.Line))
		for _, g := range sel.alternatives[0] {
			it := g.items[0]
			if fill {
				if err := it.fill(r); err != nil {
					return err
				}
			}
			it.mark(s.id)
			r.note("%s %s: %s", map[bool]string{true: "and not", false: "and"}[negated], it.key.Value, shortList(texts(it)))
		}
		if r.items += len(sel.alternatives[0]); r.items > maxItems {
			return errTooMany
		}
		r.Sections = append(r.Sections, &Section{Negated: negated, Name: name, selections: []*selection{sel}})
		return nil
	}
}

func texts(it *Item) []string {
	var all []string
	for _, v := range it.values() {
		all = append(all, v.Value)
	}
	return all
}

// moved returns a copy of a tree that stands at a line of the rule's file.
func moved(n *yaml.Node, line int) *yaml.Node {
	c := *n
	c.Line, c.Column, c.Content = line, 1, nil
	for _, kid := range n.Content {
		c.Content = append(c.Content, moved(kid, line))
	}
	return &c
}

var variable = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\$(?:\$|(category|product|service)\b|\{(category|product|service)\})`)
})

// fill puts the rule's log source into the item's values, of which the rule has
// a copy.
func (it *Item) fill(r *Rule) error {
	ls := r.Meta.Logsource
	parts := map[string]string{"category": ls.Category, "product": ls.Product, "service": ls.Service}
	var err error
	for _, v := range it.values() {
		v.Value = variable().ReplaceAllStringFunc(v.Value, func(s string) string {
			name := strings.Trim(s, "${}")
			if name == "" {
				return "$"
			}
			if parts[name] == "" {
				err = fmt.Errorf("the rule's log source has no %s for $%[1]s", name)
			}
			return parts[name]
		})
	}
	return err
}
