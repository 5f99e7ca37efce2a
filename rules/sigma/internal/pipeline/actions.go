package pipeline

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxAlternatives bounds what fields with several names make of a selection.
const maxAlternatives = 4096

// AddedName is what selections are called that add_condition adds.
const AddedName = "added_by_pipeline"

var errTooLarge = errors.New("a selection has too many alternatives")

// actionMaker returns what reads the parameters of a transformation, and what
// makes it when they are read.
type actionMaker func(d *decoder) (map[string]func(*yaml.Node), func(n *yaml.Node) action)

// actions are the transformations.
var actions = map[string]actionMaker{
	"field_name_mapping": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var mapping map[string][]string
		return map[string]func(*yaml.Node){"mapping": func(n *yaml.Node) { mapping = d.lists(n) }}, func(*yaml.Node) action {
			return renaming(func(name string) []string { return mapping[name] })
		}
	},
	"field_name_prefix_mapping": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var mapping map[string][]string
		return map[string]func(*yaml.Node){"mapping": func(n *yaml.Node) { mapping = d.lists(n) }}, func(*yaml.Node) action {
			return renaming(func(name string) []string { return byPrefix(mapping, name) })
		}
	},
	"field_name_prefix": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var prefix string
		return map[string]func(*yaml.Node){"prefix": d.into(&prefix)}, func(*yaml.Node) action {
			return renaming(func(name string) []string { return []string{prefix + name} })
		}
	},
	"field_name_suffix": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var suffix string
		return map[string]func(*yaml.Node){"suffix": d.into(&suffix)}, func(*yaml.Node) action {
			return renaming(func(name string) []string { return []string{name + suffix} })
		}
	},
	"add_condition":         addCondition,
	"change_logsource":      changeLogsource,
	"drop_detection_item":   simple(dropItems),
	"replace_string":        replaceString,
	"value_placeholders":    placeholders(valuePlaceholder),
	"wildcard_placeholders": placeholders(wildcardPlaceholder),
	"set_state": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var key, val string
		return map[string]func(*yaml.Node){"key": d.into(&key), "val": d.into(&val)}, func(*yaml.Node) action {
			return func(r *Rule, _ *step) error { r.state[key] = val; return nil }
		}
	},
	"rule_failure": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var message string
		return map[string]func(*yaml.Node){"message": d.into(&message)}, func(*yaml.Node) action {
			return func(*Rule, *step) error { return errors.New(message) }
		}
	},
	"detection_item_failure": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var message string
		return map[string]func(*yaml.Node){"message": d.into(&message)}, func(*yaml.Node) action {
			return func(r *Rule, s *step) error {
				return r.each(s, func(it *Item) ([]*Item, error) { return nil, fmt.Errorf("%s: %s", it.Field, message) })
			}
		}
	},
}

func simple(a action) actionMaker {
	return func(*decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		return map[string]func(*yaml.Node){}, func(*yaml.Node) action { return a }
	}
}

// renaming gives fields the names that names returns: one, several of which any
// is enough, or none for as it is. Values of fieldref are names of fields, too.
func renaming(names func(string) []string) action {
	return func(r *Rule, s *step) error {
		if err := r.renameCorrelation(s, names); err != nil {
			return err
		}
		return r.each(s, func(it *Item) ([]*Item, error) {
			if it.keyword {
				return []*Item{it}, nil
			}
			if it.has("fieldref") {
				it = it.mapValues(func(text string) string {
					if to := names(text); len(to) == 1 {
						r.changed = true
						return to[0]
					}
					return text
				})
			}
			to := names(it.Field)
			if len(to) == 0 {
				return []*Item{it}, nil
			}
			r.changed = true
			var all []*Item
			for _, name := range to {
				all = append(all, it.rename(name))
			}
			return all, nil
		})
	}
}

// renameCorrelation renames the fields that a correlation names.
func (r *Rule) renameCorrelation(s *step, names func(string) []string) error {
	for _, n := range r.Names {
		if on := (&subject{r, &Item{Field: n.Value}}); !s.field.hold(on) {
			continue
		}
		switch to := names(n.Value); len(to) {
		case 0:
		case 1:
			n.Value, r.changed = to[0], true
		default:
			return fmt.Errorf("the correlation's field %q becomes several", n.Value)
		}
	}
	return nil
}

func byPrefix(mapping map[string][]string, name string) []string {
	best := ""
	for prefix := range mapping {
		if strings.HasPrefix(name, prefix) && len(prefix) >= len(best) {
			best = prefix
		}
	}
	var all []string
	if to, ok := mapping[best]; ok && strings.HasPrefix(name, best) {
		for _, prefix := range to {
			all = append(all, prefix+strings.TrimPrefix(name, best))
		}
	}
	return all
}

// mapValues returns the item with other texts for values.
func (it *Item) mapValues(change func(string) string) *Item {
	c := *it
	one := func(n *yaml.Node) *yaml.Node {
		if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
			return n
		}
		v := *n
		v.Value = change(n.Value)
		return &v
	}
	if it.value.Kind != yaml.SequenceNode {
		c.value = one(it.value)
		return &c
	}
	list := *it.value
	list.Content = nil
	for _, n := range it.value.Content {
		list.Content = append(list.Content, one(n))
	}
	c.value = &list
	return &c
}

func dropItems(r *Rule, s *step) error {
	return r.each(s, func(*Item) ([]*Item, error) {
		r.changed = true
		return nil, nil
	})
}

// replaceString replaces what an expression finds in values; \1 or \g<1> stand
// for its groups.
func replaceString(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
	var expression, replacement string
	return map[string]func(*yaml.Node){"regex": d.into(&expression), "replacement": d.into(&replacement)}, func(n *yaml.Node) action {
		re := d.regexp(n, expression)
		to := goReplacement(replacement)
		return func(r *Rule, s *step) error {
			return r.each(s, func(it *Item) ([]*Item, error) {
				if it.has("re") || it.has("fieldref") {
					return []*Item{it}, nil
				}
				return []*Item{it.mapValues(func(text string) string {
					changed := re.ReplaceAllString(text, to)
					r.changed = r.changed || changed != text
					return changed
				})}, nil
			})
		}
	}
}

var groupReference = regexp.MustCompile(`\\g<(\w+)>|\\(\d)`)

func goReplacement(s string) string {
	s = strings.ReplaceAll(s, "$", "$$")
	return strings.ReplaceAll(groupReference.ReplaceAllString(s, "$${$1$2}"), `\\`, `\`)
}

// addCondition adds fields that must match, too, or must not.
func addCondition(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
	var negated, template bool
	var conditions *yaml.Node
	return map[string]func(*yaml.Node){
			"conditions": func(n *yaml.Node) { conditions = n }, "name": func(*yaml.Node) {},
			"negated": func(n *yaml.Node) { negated = d.flag(n) }, "template": func(n *yaml.Node) { template = d.flag(n) },
		}, func(n *yaml.Node) action {
			if conditions == nil || conditions.Kind != yaml.MappingNode || len(conditions.Content) == 0 {
				d.fail(n, "add_condition has conditions: a mapping from fields to values")
				return nil
			}
			return func(r *Rule, _ *step) error {
				if r.Correlates {
					return nil
				}
				key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: AddedName, Line: r.Meta.Line, Column: 1}
				sel := newSelection(key, moved(conditions, r.Meta.Line))
				if template {
					for _, it := range sel.alternatives[0] {
						*it = *it.mapValues(func(s string) string { return fillTemplate(s, r) })
					}
				}
				r.Sections = append(r.Sections, &Section{Negated: negated, selections: []*selection{sel}})
				r.changed = true
				return nil
			}
		}
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

func fillTemplate(s string, r *Rule) string {
	ls := r.Meta.Logsource
	return strings.NewReplacer("$category", ls.Category, "${category}", ls.Category, "$product", ls.Product, "${product}", ls.Product,
		"$service", ls.Service, "${service}", ls.Service).Replace(s)
}

func changeLogsource(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
	var product, category, service string
	return map[string]func(*yaml.Node){"product": d.into(&product), "category": d.into(&category), "service": d.into(&service)}, func(*yaml.Node) action {
		return func(r *Rule, _ *step) error {
			if !r.Correlates {
				r.Meta.Logsource.Product, r.Meta.Logsource.Category, r.Meta.Logsource.Service = product, category, service
				r.changed = true
			}
			return nil
		}
	}
}

// placeholders makes a transformation that gives placeholders values.
func placeholders(fill func(r *Rule, name string) error) actionMaker {
	return func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) action) {
		var include, exclude []string
		return map[string]func(*yaml.Node){
				"include": func(n *yaml.Node) { include = d.list(n) }, "exclude": func(n *yaml.Node) { exclude = d.list(n) },
			}, func(*yaml.Node) action {
				return func(r *Rule, s *step) error {
					return r.each(s, func(it *Item) ([]*Item, error) {
						for _, name := range it.placeholders() {
							if slices.Contains(exclude, name) || include != nil && !slices.Contains(include, name) || r.Placeholders[name] != nil {
								continue
							}
							if err := fill(r, name); err != nil {
								return nil, err
							}
							r.changed = true
						}
						return []*Item{it}, nil
					})
				}
			}
	}
}

var placeholderName = regexp.MustCompile(`%([^%\s]+)%`)

// placeholders returns the names of the placeholders in the item's values.
func (it *Item) placeholders() []string {
	if !it.has("expand") {
		return nil
	}
	var names []string
	for _, v := range it.values() {
		for _, m := range placeholderName.FindAllStringSubmatch(v.Value, -1) {
			names = append(names, m[1])
		}
	}
	return names
}

func valuePlaceholder(r *Rule, name string) error {
	values := r.vars[name]
	if len(values) == 0 {
		return fmt.Errorf("the pipeline has no variable for the placeholder %%%s%%", name)
	}
	r.Placeholders[name] = values
	return nil
}

func wildcardPlaceholder(r *Rule, name string) error {
	r.Placeholders[name] = []string{"*"}
	return nil
}
