package sigma

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// filter reads the filter section: a detection, and the rules that it is for.
func (r *reader) filter() (*rules.Filter, ir.Node) {
	key, section := r.doc.Get("filter")
	node := r.detection("filter", "rules")
	if section.Kind != yaml.MappingNode {
		return nil, nil
	}
	if r.aggregated != nil {
		r.report(key, codeFilter, "a filter has no aggregation: it looks at single events")
	}
	if !r.negates && !r.refused {
		r.report(key, codeFilterPositive, "the filter's condition has no not: rules go on matching only what it describes").Hint = `write "not" before what the rules should leave out`
	}
	return r.filterRules(key, section), node
}

// filterRules reads what the filter is for.
func (r *reader) filterRules(key, section *yaml.Node) *rules.Filter {
	_, v := pair(section, "rules")
	if v == nil {
		r.report(key, codeFilter, "the filter does not say which rules it is for").Hint = "write rules: with ids or names, or rules: any"
		return nil
	}
	f := &rules.Filter{Rules: r.references(v, codeFilter)}
	f.Any = slices.ContainsFunc(f.Rules, func(ref rules.Reference) bool {
		return strings.EqualFold(ref.Name, "any") || strings.EqualFold(ref.Name, "all")
	})
	if f.Any {
		f.Rules = nil
	}
	return f
}

// references reads one name of a rule or a list of them.
func (r *reader) references(v *yaml.Node, code string) []rules.Reference {
	var refs []rules.Reference
	for _, s := range r.texts(v, code, "the ids or names of rules") {
		refs = append(refs, ruleNamed(s))
	}
	return refs
}

func ruleNamed(n *yaml.Node) rules.Reference {
	return rules.Reference{Name: n.Value, Line: n.Line, Col: n.Column}
}

// texts reads one text or a list of at least one, for which what is the word.
func (r *reader) texts(v *yaml.Node, code, what string) []*yaml.Node {
	items := []*yaml.Node{v}
	if v.Kind == yaml.SequenceNode {
		items = v.Content
	}
	if len(items) == 0 {
		r.report(v, code, "an empty list; here stand %s", what)
	}
	for _, item := range items {
		if item.Kind != yaml.ScalarNode || item.ShortTag() == "!!null" || strings.TrimSpace(item.Value) == "" {
			r.report(item, code, "here stand %s", what)
			return nil
		}
	}
	return items
}

// pair returns the pair of a mapping with that key, nil when there is none.
func pair(m *yaml.Node, key string) (k, v *yaml.Node) {
	for k, v := range pairs(m) {
		if k.Value == key {
			return k, v
		}
	}
	return nil, nil
}
