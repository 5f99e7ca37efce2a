package pipeline

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// Section is selections. Those that were added must all match, or not all of
// them where Negated is set.
type Section struct {
	Negated    bool
	Name       string // of the selection that was added
	selections []*selection
}

// selection is a search identifier; each alternative is a keyword or a mapping.
type selection struct {
	key          *yaml.Node
	raw          *yaml.Node // what is not of a known shape stays as it is
	list         bool
	alternatives []alternative
}

// alternative is groups that must all match.
type alternative []group

// group is what one field has become: some item must match, or all.
type group struct {
	items []*Item
	all   bool
	ways  [][]*Item // in place of items, until the step is done: all of some way must match
}

// Join says that the fields of a mapping with the same Join belong together:
// any of them is enough, or all must match.
type Join struct{ All bool }

func newSelection(key, v *yaml.Node) *selection {
	s := &selection{key: key, list: v.Kind == yaml.SequenceNode}
	parts := []*yaml.Node{v}
	keywords := s.list && !slices.ContainsFunc(v.Content, func(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode })
	switch {
	case keywords && len(v.Content) > 0: // one item, of which conditions see all values
		s.alternatives = []alternative{alone(&Item{keyword: true, value: v})}
		return s
	case s.list:
		parts = v.Content
	}
	for _, n := range parts {
		switch n.Kind {
		case yaml.ScalarNode:
			s.alternatives = append(s.alternatives, alone(&Item{keyword: true, value: n}))
		case yaml.MappingNode:
			var a alternative
			for i := 0; i+1 < len(n.Content); i += 2 {
				a = append(a, alone(newItem(n.Content[i], n.Content[i+1]))...)
			}
			s.alternatives = append(s.alternatives, a)
		default:
			s.raw = v
		}
	}
	if len(parts) == 0 || slices.ContainsFunc(s.alternatives, func(a alternative) bool { return len(a) == 0 }) {
		s.raw = v // empty as its author wrote it
	}
	return s
}

// Section returns the section of a document with selections as they are now,
// and the names of those of which nothing is left.
func (r *Rule) Section(s *Section, original *yaml.Node) (*yaml.Node, []string) {
	out := *original
	out.Content = nil
	var gone []string
	for _, sel := range s.selections {
		if sel.raw == nil && len(sel.alternatives) == 0 {
			gone = append(gone, sel.key.Value)
		} else {
			out.Content = append(out.Content, sel.key, r.node(sel))
		}
	}
	for i := 0; i+1 < len(original.Content); i += 2 {
		k := original.Content[i]
		if !slices.ContainsFunc(s.selections, func(sel *selection) bool { return sel.key == k }) {
			out.Content = append(out.Content, k, original.Content[i+1])
		}
	}
	return &out, gone
}

func (r *Rule) node(sel *selection) *yaml.Node {
	if sel.raw != nil {
		return sel.raw
	}
	var parts []*yaml.Node
	for _, a := range sel.alternatives {
		if len(a) == 1 && a[0].items[0].key == nil {
			for _, it := range a[0].items {
				parts = append(parts, it.values()...)
			}
			continue
		}
		parts = append(parts, r.mapping(a))
	}
	if len(parts) == 1 && !sel.list {
		return parts[0]
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: sel.key.Line, Column: sel.key.Column, Content: parts}
}

func (r *Rule) mapping(a alternative) *yaml.Node {
	first := a[0].items[0].key
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: first.Line, Column: first.Column}
	for _, g := range a {
		join := &Join{All: g.all}
		for _, it := range g.items {
			k := *it.key
			k.Value = it.Field + it.modifiers
			m.Content = append(m.Content, &k, it.value)
			if it.filled != nil {
				r.Filled[&k] = it.filled
			}
			if len(g.items) > 1 {
				r.Joins[&k] = join
			}
		}
	}
	return m
}
