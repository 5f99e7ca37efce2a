package pipeline

import (
	"fmt"
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
			filled := false
			for _, name := range it.placeholders() {
				if slices.Contains(exclude, name) || include != nil && !slices.Contains(include, name) || r.Placeholders[name] != nil {
					continue
				}
				values, err := fill(r, name)
				if err != nil {
					return nil, err
				}
				r.Placeholders[name] = values
				r.note("%%%s%% → %s", name, shortList(values))
				filled = true
			}
			if !filled {
				return nil, nil
			}
			c := *it
			return alone(&c), nil
		})
	}
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
