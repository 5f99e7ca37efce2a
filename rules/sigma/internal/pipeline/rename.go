package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// names returns what a field is called instead: one name, several of which any
// is enough, or nil for as it is.
type names func(field string) []string

// mapping is a mapping from fields to names, in its order.
type mapping struct {
	from     []string
	to       map[string][]string
	keywords []string // what null is mapped to: fields in which keywords are looked for
}

// mapping reads one; what fields become is not empty, what their beginnings
// become may be.
func (p *params) mapping(whole bool) mapping {
	n := p.need("mapping")
	m := mapping{to: map[string][]string{}}
	if n.Kind != yaml.MappingNode {
		p.fail(n, "here stands a mapping from fields to names")
		return m
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		to := p.list(v)
		if slices.ContainsFunc(to, func(name string) bool { return whole && name == "" || strings.Contains(name, "|") }) {
			p.fail(v, "a field's name is not empty and has no |")
		}
		if len(to) == 0 {
			p.fail(v, "an empty list; here stand names of fields")
		}
		switch _, twice := m.to[k.Value]; {
		case k.ShortTag() == "!!null":
			m.keywords = to
		case twice:
			p.fail(k, "%q stands twice", k.Value)
		default:
			m.from, m.to[k.Value] = append(m.from, k.Value), to
		}
	}
	return m
}

func fieldNameMapping(p *params) action {
	m := p.mapping(true)
	return renaming(func(field string) []string { return m.to[field] }, m.keywords)
}

// fieldNamePrefixMapping renames beginnings of fields; the first that fits
// counts, in the order of the file.
func fieldNamePrefixMapping(p *params) action {
	m := p.mapping(false)
	return renaming(func(field string) []string {
		for _, prefix := range m.from {
			if rest, ok := strings.CutPrefix(field, prefix); ok && (rest != "" || !slices.Contains(m.to[prefix], "")) {
				var all []string
				for _, to := range m.to[prefix] {
					all = append(all, to+rest)
				}
				return all
			}
		}
		return nil
	}, nil)
}

func fieldNamePrefix(p *params) action {
	prefix := p.string("prefix")
	return renaming(func(field string) []string { return []string{prefix + field} }, nil)
}

func fieldNameSuffix(p *params) action {
	suffix := p.string("suffix")
	return renaming(func(field string) []string { return []string{field + suffix} }, nil)
}

// renaming gives fields other names, those that fieldref and correlations name
// as well. Keywords are looked for in the fields of keywords, if there are any.
func renaming(to names, keywords []string) action {
	return func(r *Rule, s *step) error {
		if err := r.renameNames(s, to); err != nil {
			return err
		}
		return r.each(s, func(it *Item) ([]group, error) {
			if it.keyword {
				return r.placed(it, keywords), nil
			}
			return r.renamed(s, it, to)
		})
	}
}

func (r *Rule) renamed(s *step, it *Item, to names) ([]group, error) {
	was := it
	if it.has("fieldref") {
		it = r.reference(s, it, to)
	}
	found := to(it.Field)
	if found == nil || !s.field.hold(&subject{r, &Item{Field: it.Field, applied: it.applied}}) {
		if it == was {
			return nil, nil
		}
		return alone(it), nil
	}
	r.mapped[it.Field] = true
	g := group{all: it.negative()}
	for _, name := range found {
		if err := r.spend(len(name)); err != nil {
			return nil, err
		}
		r.mapped[name] = true
		g.items = append(g.items, it.rename(name))
	}
	r.noteNames(it.Field, found)
	return []group{g}, nil
}

func (r *Rule) noteNames(from string, to []string) {
	if len(to) != 1 || to[0] != from {
		r.note("%s → %s", from, strings.Join(to[:min(len(to), maxDid)], " or "))
	}
}

// reference renames the fields that an item is compared with.
func (r *Rule) reference(s *step, it *Item, to names) *Item {
	c := *it
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: it.key.Line, Column: it.key.Column}
	changed := false
	for _, v := range it.values() {
		found := to(v.Value)
		if found == nil || !s.field.hold(&subject{r, &Item{Field: v.Value}}) {
			found = []string{v.Value}
		}
		for _, name := range found {
			n := *v
			n.Value = name
			list.Content = append(list.Content, &n)
		}
		if len(found) != 1 || found[0] != v.Value {
			changed = true
			r.noteNames(v.Value, found)
		}
	}
	if !changed {
		return it
	}
	if c.value = list; len(list.Content) == 1 {
		c.value = list.Content[0]
	}
	return &c
}

// placed looks for keywords in fields.
func (r *Rule) placed(it *Item, fields []string) []group {
	if len(fields) == 0 {
		return nil
	}
	var g group
	for _, name := range fields {
		c := it.rename(name)
		c.keyword = false
		if c.key == nil {
			c.key = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Line: it.value.Line, Column: it.value.Column}
		}
		if !c.has("re", "contains", "startswith", "endswith") {
			c.modifiers = "|contains" + c.modifiers
		}
		g.items = append(g.items, c)
	}
	r.note("keywords → %s", strings.Join(fields, " or "))
	return []group{g}
}

// renameNames renames the fields that are named outside of selections.
func (r *Rule) renameNames(s *step, to names) error {
	for _, list := range r.Names.Lists {
		var all []string
		for _, name := range *list {
			all = append(all, r.renameName(s, name, to)...)
		}
		*list = all
	}
	for _, name := range r.Names.Single {
		found := r.renameName(s, *name, to)
		if len(found) != 1 {
			return fmt.Errorf("the correlation's field %q becomes several", *name)
		}
		*name = found[0]
	}
	return nil
}

func (r *Rule) renameName(s *step, name string, to names) []string {
	found := to(name)
	if found == nil || slices.Contains(r.Names.Aliases, name) || !s.field.hold(&subject{r, &Item{Field: name, applied: r.named[name]}}) {
		return []string{name}
	}
	for _, n := range found {
		it := &Item{applied: r.named[name]}
		it.mark(s.id)
		r.named[n] = it.applied
	}
	r.noteNames(name, found)
	return found
}
