package pipeline

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/internal/spelling"
)

// conditions say when a step acts. Without any it always does.
type conditions[T any] struct {
	tests    []func(T) bool
	any, not bool
}

func (c *conditions[T]) hold(on T) bool {
	if len(c.tests) == 0 {
		return true
	}
	ok := !c.any
	for _, test := range c.tests {
		if test(on) == c.any {
			ok = c.any
			break
		}
	}
	return ok != c.not
}

// maker returns what reads the parameters of a condition, and what makes it.
type maker[T any] func(d *decoder) (map[string]func(*yaml.Node), func(n *yaml.Node) func(T) bool)

func readConditions[T any](d *decoder, n *yaml.Node, makers map[string]maker[T], into *conditions[T]) {
	items := n.Content
	if n.Kind == yaml.MappingNode { // named conditions, all of them
		items = nil
		for i := 1; i < len(n.Content); i += 2 {
			items = append(items, n.Content[i])
		}
	}
	for _, item := range items {
		kind := value(item, "type")
		if kind == nil {
			d.fail(item, "a condition has a type")
			continue
		}
		make, ok := makers[kind.Value]
		if !ok {
			d.fail(kind, "unknown condition %q here", kind.Value).Hint = spelling.Hint(kind.Value, maps.Keys(makers))
			continue
		}
		keys, finish := make(d)
		keys["type"] = func(*yaml.Node) {}
		d.object(item, keys)
		into.tests = append(into.tests, finish(item))
	}
}

var ruleConditions = map[string]maker[*Rule]{
	"logsource": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		var product, category, service string
		same := func(want, is string) bool { return want == "" || strings.EqualFold(want, is) }
		return map[string]func(*yaml.Node){"product": d.into(&product), "category": d.into(&category), "service": d.into(&service)},
			func(*yaml.Node) func(*Rule) bool {
				return func(r *Rule) bool {
					ls := r.Meta.Logsource
					return same(product, ls.Product) && same(category, ls.Category) && same(service, ls.Service)
				}
			}
	},
	"contains_detection_item": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		var field, want string
		return map[string]func(*yaml.Node){"field": d.into(&field), "value": d.into(&want)}, func(*yaml.Node) func(*Rule) bool {
			return func(r *Rule) bool {
				return r.some(func(it *Item) bool {
					return it.Field == field && slices.ContainsFunc(it.values(), func(v *yaml.Node) bool { return v.Value == want })
				})
			}
		}
	},
	"contains_field": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		var field string
		return map[string]func(*yaml.Node){"field": d.into(&field)}, func(*yaml.Node) func(*Rule) bool {
			return func(r *Rule) bool { return r.some(func(it *Item) bool { return it.Field == field }) }
		}
	},
	"processing_item_applied": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		var id string
		return map[string]func(*yaml.Node){"processing_item_id": d.into(&id)}, func(*yaml.Node) func(*Rule) bool {
			return func(r *Rule) bool { return r.applied[id] }
		}
	},
	"processing_state": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		var key, val string
		return map[string]func(*yaml.Node){"key": d.into(&key), "val": d.into(&val)}, func(*yaml.Node) func(*Rule) bool {
			return func(r *Rule) bool { return r.state[key] == val }
		}
	},
	"is_sigma_rule":             kindOf(func(r *Rule) bool { return !r.Correlates }),
	"is_sigma_correlation_rule": kindOf(func(r *Rule) bool { return r.Correlates }),
	"tag": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		var tag string
		return map[string]func(*yaml.Node){"tag": d.into(&tag)}, func(*yaml.Node) func(*Rule) bool {
			return func(r *Rule) bool { return slices.Contains(r.Meta.Tags, tag) }
		}
	},
	"rule_attribute": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		var attribute, want, op string
		return map[string]func(*yaml.Node){"attribute": d.into(&attribute), "value": d.into(&want), "op": d.into(&op)},
			func(n *yaml.Node) func(*Rule) bool {
				if op != "" && op != "eq" && op != "ne" {
					d.fail(n, "rule_attribute compares with eq and ne")
				}
				if _, ok := attributes[attribute]; !ok {
					d.fail(n, "unknown attribute %q", attribute).Hint = "there are " + strings.Join(slices.Sorted(maps.Keys(attributes)), ", ")
				}
				return func(r *Rule) bool { return (attributes[attribute](r) == want) == (op != "ne") }
			}
	},
}

var attributes = map[string]func(*Rule) string{
	"id": func(r *Rule) string { return r.Meta.ID }, "title": func(r *Rule) string { return r.Meta.Title },
	"name": func(r *Rule) string { return r.Meta.Name }, "level": func(r *Rule) string { return r.Meta.Level },
	"status": func(r *Rule) string { return r.Meta.Status }, "author": func(r *Rule) string { return r.Meta.Author },
	"taxonomy": func(r *Rule) string { return r.Meta.Taxonomy }, "date": func(r *Rule) string { return r.Meta.Date },
}

func kindOf(test func(*Rule) bool) maker[*Rule] {
	return func(*decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*Rule) bool) {
		return map[string]func(*yaml.Node){}, func(*yaml.Node) func(*Rule) bool { return test }
	}
}

// some reports whether some item of the rule satisfies test.
func (r *Rule) some(test func(*Item) bool) bool {
	for _, s := range r.Sections {
		for _, sel := range s.selections {
			for _, a := range sel.alternatives {
				if slices.ContainsFunc(a, test) {
					return true
				}
			}
		}
	}
	return false
}

var itemConditions = map[string]maker[*subject]{
	"match_string": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*subject) bool) {
		var cond, pattern string
		var negate bool
		return map[string]func(*yaml.Node){"cond": d.into(&cond), "pattern": d.into(&pattern), "negate": func(n *yaml.Node) { negate = d.flag(n) }},
			func(n *yaml.Node) func(*subject) bool {
				re := d.regexp(n, pattern)
				return func(s *subject) bool {
					return quantified(cond, s.item.values(), func(v *yaml.Node) bool { return re.MatchString(v.Value) }) != negate
				}
			}
	},
	"match_value": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*subject) bool) {
		var cond, want string
		return map[string]func(*yaml.Node){"cond": d.into(&cond), "value": d.into(&want)}, func(*yaml.Node) func(*subject) bool {
			return func(s *subject) bool {
				return quantified(cond, s.item.values(), func(v *yaml.Node) bool { return v.Value == want })
			}
		}
	},
	"is_null": func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*subject) bool) {
		var cond string
		return map[string]func(*yaml.Node){"cond": d.into(&cond)}, func(*yaml.Node) func(*subject) bool {
			return func(s *subject) bool {
				return quantified(cond, s.item.values(), func(v *yaml.Node) bool { return v.Tag == "!!null" })
			}
		}
	},
	"processing_item_applied": itemApplied,
	"processing_state":        itemState,
}

var fieldConditions = map[string]maker[*subject]{
	"include_fields":          fieldsIn(true),
	"exclude_fields":          fieldsIn(false),
	"processing_item_applied": itemApplied,
	"processing_state":        itemState,
}

func itemApplied(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*subject) bool) {
	var id string
	return map[string]func(*yaml.Node){"processing_item_id": d.into(&id)}, func(*yaml.Node) func(*subject) bool {
		return func(s *subject) bool { return s.item.applied[id] }
	}
}

func itemState(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*subject) bool) {
	var key, val string
	return map[string]func(*yaml.Node){"key": d.into(&key), "val": d.into(&val)}, func(*yaml.Node) func(*subject) bool {
		return func(s *subject) bool { return s.rule.state[key] == val }
	}
}

// fieldsIn is a condition on the field's name: that it is among some, or none
// of them.
func fieldsIn(included bool) maker[*subject] {
	return func(d *decoder) (map[string]func(*yaml.Node), func(*yaml.Node) func(*subject) bool) {
		var fields []string
		kind := "plain"
		return map[string]func(*yaml.Node){"fields": func(n *yaml.Node) { fields = d.list(n) }, "mode": d.into(&kind)},
			func(n *yaml.Node) func(*subject) bool {
				var tests []func(string) bool
				for _, f := range fields {
					switch kind {
					case "plain":
						tests = append(tests, func(name string) bool { return name == f })
					case "re":
						tests = append(tests, d.regexp(n, "^(?:"+f+")").MatchString)
					case "wildcard":
						tests = append(tests, func(name string) bool { ok, _ := path.Match(f, name); return ok })
					default:
						d.fail(n, "unknown mode %q; there are plain and re", kind)
					}
				}
				return func(s *subject) bool {
					return !s.item.keyword && slices.ContainsFunc(tests, func(t func(string) bool) bool { return t(s.item.Field) }) == included
				}
			}
	}
}

// quantified reports whether all values satisfy test, or any.
func quantified(cond string, values []*yaml.Node, test func(*yaml.Node) bool) bool {
	if cond == "all" {
		return !slices.ContainsFunc(values, func(v *yaml.Node) bool { return !test(v) })
	}
	return slices.ContainsFunc(values, test)
}

// into returns what reads a text into a variable.
func (d *decoder) into(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) { *to = d.text(n) }
}

// regexp compiles an expression; one that matches nothing stands for a wrong one.
func (d *decoder) regexp(n *yaml.Node, expression string) *regexp.Regexp {
	re, err := regexp.Compile(expression)
	if err != nil {
		d.fail(n, "%v", err)
		return regexp.MustCompile(`[^\x00-\x{10FFFF}]`)
	}
	return re
}
