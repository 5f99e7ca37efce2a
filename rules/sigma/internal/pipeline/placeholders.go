package pipeline

import (
	"fmt"
	"maps"
	"slices"
)

func valuePlaceholders(p *params) action {
	return placeholders(p, func(r *Rule, name string) ([]string, error) {
		if len(r.vars[name]) == 0 {
			return nil, fmt.Errorf("the pipelines have no variable for the placeholder %%%s%%", name)
		}
		return r.vars[name], nil
	})
}

func wildcardPlaceholders(p *params) action {
	return placeholders(p, func(*Rule, string) ([]string, error) { return []string{"*"}, nil })
}

// placeholders gives placeholders values, those that are left to it.
func placeholders(p *params, fill func(r *Rule, name string) ([]string, error)) action {
	include, exclude := p.strings("include"), p.strings("exclude")
	if include != nil && exclude != nil {
		p.fail(p.node, "there is include or exclude, not both")
	}
	return func(r *Rule, s *step) error {
		return r.each(s, func(it *Item) ([]group, error) {
			c := *it
			for _, name := range it.placeholders() {
				if slices.Contains(exclude, name) || include != nil && !slices.Contains(include, name) || c.filled[name] != nil {
					continue
				}
				values, err := fill(r, name)
				if err != nil {
					return nil, err
				}
				c.give(name, values)
				r.note("%%%s%% → %s", name, shortList(values))
			}
			if len(c.filled) == len(it.filled) {
				return nil, nil
			}
			return alone(&c), nil
		})
	}
}

// give gives a placeholder values, in this item alone: another one may have
// others.
func (it *Item) give(name string, values []string) {
	it.filled = maps.Clone(it.filled)
	if it.filled == nil {
		it.filled = map[string][]string{}
	}
	it.filled[name] = values
}

// filledIn puts their value in the place of placeholders that have only one, as
// long as that makes no longer text than one may be.
func (it *Item) filledIn(t text) text {
	if it.filled == nil {
		return t
	}
	var all text
	for i := 0; i < len(t.shown); {
		end := i + 1
		part := t.part(i, end)
		if t.kinds[i] == placeholder {
			m := placeholderName().FindSubmatch(t.shown[i:])
			end = i + len(m[0])
			if part = t.part(i, end); len(it.filled[string(m[1])]) == 1 {
				part = read(it.filled[string(m[1])][0], false)
			}
		}
		if all.addPart(part, 0, len(part.shown)); len(all.shown) > maxText {
			return t
		}
		i = end
	}
	return all
}

// shortList writes the first few of a list.
func shortList(values []string) string {
	const most = 5
	s := ""
	for i, v := range values {
		if i == most {
			return fmt.Sprintf("%s and %d more", s, len(values)-most)
		}
		s += map[bool]string{true: ", "}[i > 0] + v
	}
	return s
}

// placeholders returns the names of the placeholders in the item's values.
func (it *Item) placeholders() []string {
	if !it.has("expand") {
		return nil
	}
	var names []string
	for _, v := range it.values() {
		t := read(v.Value, true)
		for i := 0; i < len(t.shown); i++ {
			if t.kinds[i] == placeholder {
				name := placeholderName().FindStringSubmatch(string(t.shown[i:]))[1]
				names = append(names, name)
				i += len(name) + 1
			}
		}
	}
	return names
}
