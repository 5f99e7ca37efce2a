package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// changeLogsource gives the rule another log source. A filter keeps its own: it
// is for rules as their authors wrote them.
func changeLogsource(p *params) action {
	ls := taxonomy.Logsource{Product: p.optional("product", ""), Category: p.optional("category", ""), Service: p.optional("service", "")}
	if ls == (taxonomy.Logsource{}) {
		p.fail(p.node, "a log source has a product, a category or a service")
	}
	return func(r *Rule, _ *step) error {
		if r.Correlates || r.Narrows || r.Meta.Logsource == ls {
			return nil
		}
		r.note("log source %s → %s", r.Meta.Logsource, ls)
		r.Meta.Logsource = ls
		return nil
	}
}

func addField(p *params) action {
	fields := p.list(p.need("field"))
	return func(r *Rule, _ *step) error {
		r.Meta.Fields = append(slices.Clip(r.Meta.Fields), fields...)
		r.note("fields: and %s", shortList(fields))
		return nil
	}
}

func removeField(p *params) action {
	fields := p.list(p.need("field"))
	return func(r *Rule, _ *step) error {
		kept := slices.DeleteFunc(slices.Clone(r.Meta.Fields), func(f string) bool { return slices.Contains(fields, f) })
		if len(kept) < len(r.Meta.Fields) {
			r.note("fields: without %s", shortList(fields))
		}
		r.Meta.Fields = kept
		return nil
	}
}

func setField(p *params) action {
	fields := p.list(p.need("fields"))
	return func(r *Rule, _ *step) error {
		r.Meta.Fields = slices.Clone(fields)
		r.note("fields: %s", shortList(fields))
		return nil
	}
}

func setAttribute(p *params) action {
	name := p.string("attribute")
	v := p.any("value")
	return func(r *Rule, _ *step) error {
		r.Meta.Custom = maps.Clone(r.Meta.Custom)
		if r.Meta.Custom == nil {
			r.Meta.Custom = map[string]any{}
		}
		r.Meta.Custom[name] = v
		r.note("%s: %s", name, fmt.Sprint(v))
		return nil
	}
}

func setState(p *params) action {
	key, v := p.string("key"), p.any("val")
	return func(r *Rule, _ *step) error { r.state[key] = v; return nil }
}

// any reads a value of any type.
func (p *params) any(key string) any {
	var v any
	n := p.need(key)
	if err := n.Decode(&v); err != nil {
		p.fail(n, "%v", err)
	}
	return v
}

// scalar reads a value that others are compared with.
func (p *params) scalar(key string) any {
	if n := p.need(key); n.Kind != yaml.ScalarNode {
		p.fail(n, "here stands a text, a number, true or false")
		return nil
	}
	return p.any(key)
}

// comparisons are what compared knows.
var comparisons = []string{"eq", "ne", "gte", "gt", "lte", "lt"}

// compared compares two values of the same type; those of different types are
// only unequal.
func compared(op string, is, want any) bool {
	a, aok := asNumber(is)
	b, bok := asNumber(want)
	order, same := 0, false
	if s, ok := is.(string); aok && bok {
		order, same = order2(a, b), true
	} else if t, tok := want.(string); ok && tok {
		order, same = strings.Compare(s, t), true
	} else if is == want {
		same = true
	}
	switch op {
	case "eq":
		return same && order == 0
	case "ne":
		return !same || order != 0
	case "gte":
		return same && order >= 0
	case "gt":
		return same && order > 0
	case "lte":
		return same && order <= 0
	}
	return same && order < 0
}

func order2(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func asNumber(v any) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}
