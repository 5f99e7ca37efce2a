package pipeline

import (
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/taxonomy"
)

var ruleConditions = map[string]func(*params) func(*Rule) bool{
	"logsource":                 ofLogsource,
	"contains_detection_item":   containsItem,
	"contains_field":            containsField,
	"is_sigma_rule":             func(*params) func(*Rule) bool { return func(r *Rule) bool { return !r.Correlates } },
	"is_sigma_correlation_rule": func(*params) func(*Rule) bool { return func(r *Rule) bool { return r.Correlates } },
	"tag":                       tagged,
	"rule_attribute":            attribute,
	"processing_item_applied": func(p *params) func(*Rule) bool {
		id := p.string("processing_item_id")
		return func(r *Rule) bool { return r.applied[id] }
	},
	"processing_state": func(p *params) func(*Rule) bool {
		test := state(p)
		return func(r *Rule) bool { return test(r) }
	},
}

// ofLogsource looks at the parts of the log source that it names; for a
// correlation, at those of its rules, of which one is enough.
func ofLogsource(p *params) func(*Rule) bool {
	want := taxonomy.Logsource{Product: p.optional("product", ""), Category: p.optional("category", ""), Service: p.optional("service", "")}
	if want == (taxonomy.Logsource{}) {
		p.fail(p.node, "a log source has a product, a category or a service")
	}
	same := func(want, is string) bool { return want == "" || strings.EqualFold(want, is) }
	within := func(ls taxonomy.Logsource) bool {
		return same(want.Product, ls.Product) && same(want.Category, ls.Category) && same(want.Service, ls.Service)
	}
	return func(r *Rule) bool {
		if r.Correlates {
			return slices.ContainsFunc(r.Bases, within)
		}
		return within(r.Meta.Logsource)
	}
}

func containsItem(p *params) func(*Rule) bool {
	field := p.string("field")
	test := valueTest(p)
	return func(r *Rule) bool {
		return r.some(func(it *Item) bool {
			return !it.keyword && it.Field == field && slices.ContainsFunc(it.values(), func(v *yaml.Node) bool { return test(it, v) })
		})
	}
}

func containsField(p *params) func(*Rule) bool {
	field := p.string("field")
	return func(r *Rule) bool {
		return r.some(func(it *Item) bool { return !it.keyword && it.Field == field })
	}
}

func tagged(p *params) func(*Rule) bool {
	tag := p.string("tag")
	return func(r *Rule) bool { return slices.Contains(r.Meta.Tags, tag) }
}

// texts of rules that rule_attribute knows; others are custom ones.
var attributes = map[string]func(*Rule) any{
	"id": func(r *Rule) any { return r.Meta.ID }, "title": func(r *Rule) any { return r.Meta.Title }, "name": func(r *Rule) any { return r.Meta.Name },
	"level": func(r *Rule) any { return r.Meta.Level }, "status": func(r *Rule) any { return r.Meta.Status },
	"author": func(r *Rule) any { return r.Meta.Author }, "description": func(r *Rule) any { return r.Meta.Description },
	"license": func(r *Rule) any { return r.Meta.License }, "taxonomy": func(r *Rule) any { return r.Meta.Taxonomy },
	"date": func(r *Rule) any { return r.Meta.Date }, "modified": func(r *Rule) any { return r.Meta.Modified },
	"references": func(r *Rule) any { return r.Meta.References }, "falsepositives": func(r *Rule) any { return r.Meta.FalsePositives },
	"fields": func(r *Rule) any { return r.Meta.Fields }, "tags": func(r *Rule) any { return r.Meta.Tags },
}

// ranks are the orders of words that are no text order.
var ranks = map[string][]string{
	"level":  {"informational", "low", "medium", "high", "critical"},
	"status": {"unsupported", "deprecated", "experimental", "test", "stable"},
}

func attribute(p *params) func(*Rule) bool {
	name, want := p.string("attribute"), p.scalar("value")
	op := p.choice("op", append(slices.Clone(comparisons), "in", "not_in")...)
	rank, ranked := ranks[name]
	place := slices.Index(rank, strings.ToLower(asText(want)))
	if ranked && place < 0 {
		p.fail(p.node, "unknown %s %q", name, asText(want)).Hint = among(asText(want), slices.Clone(rank))
	}
	dated := name == "date" || name == "modified"
	if _, err := day(want); dated && err != nil {
		p.fail(p.node, "%v is no date", want)
	}
	get, own := attributes[name]
	if own && !ranked && !dated && slices.Contains([]string{"gte", "gt", "lte", "lt"}, op) {
		p.fail(p.node, "%s has no order; it compares with eq, ne, in and not_in", name)
	}
	return func(r *Rule) bool {
		is, ok := r.Meta.Custom[name]
		if own {
			is, ok = get(r), true
		}
		if !ok {
			return false
		}
		switch {
		case ranked:
			at := slices.Index(rank, strings.ToLower(asText(is)))
			return at >= 0 && compared(op, at, place)
		case dated:
			a, err := day(is)
			b, _ := day(want)
			return err == nil && compared(op, int(a.Unix()), int(b.Unix()))
		}
		if list, ok := asList(is); ok {
			return op == "ne" || (op == "in" || op == "not_in") && slices.Contains(list, asText(want)) == (op == "in")
		}
		if op == "in" || op == "not_in" {
			return false
		}
		if _, number := asNumber(is); number {
			return compared(op, is, want)
		}
		return compared(op, asText(is), asText(want))
	}
}

// day reads a date as Sigma writes it: 2026-03-01, in older rules 2026/03/01.
func day(v any) (time.Time, error) {
	if t, ok := v.(time.Time); ok {
		return t, nil
	}
	return time.Parse(time.DateOnly, strings.ReplaceAll(asText(v), "/", "-"))
}

func asList(v any) ([]string, bool) {
	switch v := v.(type) {
	case []string:
		return v, true
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, asText(item))
		}
		return all, true
	}
	return nil, false
}
