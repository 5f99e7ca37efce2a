package pipeline

import (
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
)

// Rule is a rule while pipelines change it.
type Rule struct {
	Meta       *rules.Rule // whose log source may change
	Correlates bool        // it is a correlation

	Sections     []*Section          // the rule's own selections first, then what add_condition added
	Names        []*yaml.Node        // of a correlation: where it names fields
	Placeholders map[string][]string // values that the pipelines give
	Changes      []string            // the steps that changed something

	vars    map[string][]string // of the pipeline at work
	state   map[string]string
	applied map[string]bool // the ids of steps
	changed bool            // by the step at work
}

// Section is selections. Those that were added must all match, or not all of
// them where Negated is set.
type Section struct {
	Negated    bool
	selections []*selection
}

// selection is a search identifier; each alternative is a keyword or a mapping.
type selection struct {
	key          *yaml.Node
	raw          *yaml.Node // what is not of a known shape stays as it is
	list         bool
	alternatives []alternative
}

type alternative []*Item

// Item is a field with its modifiers and values, or a keyword.
type Item struct {
	Field      string
	keyword    bool
	modifiers  string // with the bars
	key, value *yaml.Node
	applied    map[string]bool
}

// subject is an item as conditions see it.
type subject struct {
	rule *Rule
	item *Item
}

// NewRule returns the rule of a document's section, nil for a correlation.
func NewRule(meta *rules.Rule, section *yaml.Node, others ...string) *Rule {
	r := &Rule{Meta: meta, Placeholders: map[string][]string{}, state: map[string]string{}, applied: map[string]bool{}}
	if section == nil || section.Kind != yaml.MappingNode {
		return r
	}
	own := &Section{}
	for i := 0; i+1 < len(section.Content); i += 2 {
		k, v := section.Content[i], section.Content[i+1]
		if k.Value != "condition" && k.Value != "timeframe" && !slices.Contains(others, k.Value) {
			own.selections = append(own.selections, newSelection(k, v))
		}
	}
	r.Sections = []*Section{own}
	return r
}

func newSelection(key, v *yaml.Node) *selection {
	s := &selection{key: key, list: v.Kind == yaml.SequenceNode}
	parts := []*yaml.Node{v}
	if s.list {
		parts = v.Content
	}
	for _, n := range parts {
		switch n.Kind {
		case yaml.ScalarNode:
			s.alternatives = append(s.alternatives, alternative{{keyword: true, value: n}})
		case yaml.MappingNode:
			var a alternative
			for i := 0; i+1 < len(n.Content); i += 2 {
				a = append(a, newItem(n.Content[i], n.Content[i+1]))
			}
			s.alternatives = append(s.alternatives, a)
		default:
			s.raw = v
		}
	}
	return s
}

func newItem(key, v *yaml.Node) *Item {
	field, modifiers, barred := strings.Cut(key.Value, "|")
	if barred {
		modifiers = "|" + modifiers
	}
	return &Item{Field: field, modifiers: modifiers, keyword: field == "", key: key, value: v}
}

// Section returns the section of a document with selections as they are now.
func (s *Section) Section(original *yaml.Node) *yaml.Node {
	out := *original
	out.Content = nil
	for _, sel := range s.selections {
		out.Content = append(out.Content, sel.key, sel.node())
	}
	for i := 0; i+1 < len(original.Content); i += 2 {
		k := original.Content[i]
		if !slices.ContainsFunc(s.selections, func(sel *selection) bool { return sel.key == k }) {
			out.Content = append(out.Content, k, original.Content[i+1])
		}
	}
	return &out
}

// Empty returns the name of a selection that has nothing left, "" when all have.
func (s *Section) Empty() string {
	for _, sel := range s.selections {
		if sel.raw == nil && slices.ContainsFunc(sel.alternatives, func(a alternative) bool { return len(a) == 0 }) {
			return sel.key.Value
		}
	}
	return ""
}

func (sel *selection) node() *yaml.Node {
	if sel.raw != nil {
		return sel.raw
	}
	var parts []*yaml.Node
	for _, a := range sel.alternatives {
		parts = append(parts, a.node(sel.key))
	}
	if len(parts) == 1 && !sel.list {
		return parts[0]
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: sel.key.Line, Column: sel.key.Column, Content: parts}
}

func (a alternative) node(key *yaml.Node) *yaml.Node {
	if len(a) == 1 && a[0].key == nil {
		return a[0].value
	}
	m := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: key.Line, Column: key.Column}
	for _, it := range a {
		m.Content = append(m.Content, it.keyNode(), it.value)
	}
	return m
}

// keyNode is the key as it is now; where nothing has changed, the author's.
func (it *Item) keyNode() *yaml.Node {
	text := it.Field + it.modifiers
	if it.key.Value == text {
		return it.key
	}
	k := *it.key
	k.Value = text
	return &k
}

// each gives every item that s may change to change, which returns what stands
// in its place: nothing, one item, or several of which any is enough.
func (r *Rule) each(s *step, change func(it *Item) ([]*Item, error)) error {
	for _, section := range r.Sections {
		for _, sel := range section.selections {
			if sel.raw != nil {
				continue
			}
			if err := r.eachOf(s, sel, change); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Rule) eachOf(s *step, sel *selection, change func(it *Item) ([]*Item, error)) error {
	var all []alternative
	for _, a := range sel.alternatives {
		grown := []alternative{nil}
		for _, it := range a {
			kept := []*Item{it}
			if on := (&subject{r, it}); s.item.hold(on) && s.field.hold(on) {
				var err error
				if kept, err = change(it); err != nil {
					return err
				}
				for _, k := range kept {
					k.mark(s.id)
				}
			}
			if grown = multiply(grown, kept); len(grown) > maxAlternatives {
				return errTooLarge
			}
		}
		all = append(all, grown...)
	}
	sel.alternatives = all
	return nil
}

// multiply adds to every alternative each of the items.
func multiply(as []alternative, items []*Item) []alternative {
	if len(items) == 0 {
		return as
	}
	var out []alternative
	for _, a := range as {
		for _, it := range items {
			out = append(out, append(slices.Clone(a), it))
		}
	}
	return out
}

func (it *Item) mark(id string) {
	it.applied = maps.Clone(it.applied)
	if it.applied == nil {
		it.applied = map[string]bool{}
	}
	it.applied[id] = true
}

// values is the scalars of the item.
func (it *Item) values() []*yaml.Node {
	if it.value.Kind == yaml.SequenceNode {
		return it.value.Content
	}
	return []*yaml.Node{it.value}
}

// has reports whether the item has a modifier.
func (it *Item) has(modifier string) bool {
	return slices.Contains(strings.Split(it.modifiers, "|"), modifier)
}

// rename returns the item for another field.
func (it *Item) rename(field string) *Item {
	c := *it
	c.Field = field
	return &c
}
