package pipeline

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

var itemConditions = map[string]func(*params) func(*subject) bool{
	"match_string":            matchString,
	"match_value":             func(p *params) func(*subject) bool { return quantified(p, valueTest(p)) },
	"contains_wildcard":       func(p *params) func(*subject) bool { return quantified(p, hasWildcard) },
	"is_null":                 func(p *params) func(*subject) bool { return quantified(p, isNull) },
	"processing_item_applied": itemApplied,
	"processing_state":        itemState,
}

var fieldConditions = map[string]func(*params) func(*subject) bool{
	"include_fields":          func(p *params) func(*subject) bool { return fieldAmong(p, true) },
	"exclude_fields":          func(p *params) func(*subject) bool { return fieldAmong(p, false) },
	"processing_item_applied": itemApplied,
	"processing_state":        itemState,
}

// matchString matches texts by an expression from their beginning.
func matchString(p *params) func(*subject) bool {
	n := p.need("pattern")
	re := p.regexp(n, "^(?:"+p.text(n)+")")
	negate := p.bool("negate")
	return quantified(p, func(it *Item, v *yaml.Node) bool {
		t, ok := it.seen(v)
		return (ok && re.Match(t.shown)) != negate
	})
}

// valueTest returns what compares a value with the one that p has.
func valueTest(p *params) func(it *Item, v *yaml.Node) bool {
	want := p.scalar("value")
	asPattern := read(asText(want), false)
	return func(it *Item, v *yaml.Node) bool {
		if t, ok := it.seen(v); ok {
			_, isText := want.(string)
			return isText && t.equal(asPattern)
		}
		var is any
		return !it.has(untexted...) && v.Decode(&is) == nil && compared("eq", is, want)
	}
}

func hasWildcard(it *Item, v *yaml.Node) bool {
	t, ok := it.seen(v)
	return ok && t.has(wildcard)
}

func isNull(_ *Item, v *yaml.Node) bool { return v.ShortTag() == "!!null" }

// quantified asks whether any value satisfies test, or all.
func quantified(p *params, test func(*Item, *yaml.Node) bool) func(*subject) bool {
	any := p.choice("cond", "any", "all") == "any"
	return func(s *subject) bool {
		return slices.ContainsFunc(s.item.values(), func(v *yaml.Node) bool { return test(s.item, v) == any }) == any
	}
}

func itemApplied(p *params) func(*subject) bool {
	id := p.string("processing_item_id")
	return func(s *subject) bool { return s.item.applied[id] }
}

func itemState(p *params) func(*subject) bool {
	test := state(p)
	return func(s *subject) bool { return test(s.rule) }
}

// state compares what some step has set; what none has is false.
func state(p *params) func(*Rule) bool {
	key, want := p.string("key"), p.scalar("val")
	op := p.choice("op", comparisons...)
	return func(r *Rule) bool {
		is, ok := r.state[key]
		return ok && compared(op, is, want)
	}
}

// fieldAmong asks whether the field, or one that it is compared with, is among
// some, or whether one is not.
func fieldAmong(p *params, included bool) func(*subject) bool {
	fields := p.list(p.need("fields"))
	var expressions []*regexp.Regexp
	if p.choice("mode", "plain", "re") == "re" {
		for _, f := range fields {
			expressions = append(expressions, p.regexp(p.get("fields"), "^(?:"+f+")"))
		}
	}
	plain := map[string]bool{}
	for _, f := range fields {
		plain[f] = expressions == nil
	}
	holds := func(field string) bool {
		return (plain[field] || slices.ContainsFunc(expressions, func(re *regexp.Regexp) bool { return re.MatchString(field) })) == included
	}
	return func(s *subject) bool {
		if s.item.keyword {
			return !included
		}
		return holds(s.item.Field) || s.item.has("fieldref") && slices.ContainsFunc(s.item.values(), func(v *yaml.Node) bool { return holds(v.Value) })
	}
}

func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
