// Package oracle is a second, independent evaluator of Sigma rules, for tests
// only. It reads rule YAML by the specification and matches it in the slowest
// and most obvious way there is; it shares no code with rules, rules/sigma,
// rules/ir or engine. Where the two disagree, one of them is wrong.
package oracle

import (
	"cmp"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// Options is what a rule needs from outside. The zero Options is fine.
type Options struct {
	// Placeholders are the values of %name%, for the expand modifier.
	Placeholders map[string][]string

	filter bool // the detection is that of a filter
}

// Logsource is a rule's log source as its author wrote it.
type Logsource struct{ Product, Category, Service string }

// Rule is one detection rule, or the reason why it is none.
type Rule struct {
	ID, Title string
	Name      string
	Level     string
	Logsource Logsource
	Refused   error // why the rule cannot be honoured as written; nil when it can
	matches   test
	filters   []string // of a filter: the rules that it is for
}

// test is a condition over an event, with the field names of one log source.
type test func(*view) bool

// Read returns the rules of a YAML stream, in order. Documents that are empty
// are no rules. A stream that is no YAML is one refused rule.
func Read(src []byte, opts Options) []*Rule {
	docs, err := documents(src)
	if err != nil {
		return []*Rule{{Refused: err}}
	}
	var rules []*Rule
	for _, doc := range docs {
		rules = append(rules, read(doc, opts))
	}
	return rules
}

// Filter returns the rules of all, without the filters among them but with
// their conditions added.
func Filter(all []*Rule) []*Rule {
	var rules []*Rule
	for _, r := range all {
		if r.filters == nil {
			rules = append(rules, r)
		}
	}
	for _, f := range all {
		if f.filters == nil || f.Refused != nil {
			continue
		}
		for _, r := range rules {
			if r.Refused == nil && f.isFor(r) {
				before := r.matches
				r.matches = func(v *view) bool { return before(v) && f.matches(v) }
			}
		}
	}
	return rules
}

// isFor reports whether a filter is for a rule.
func (r *Rule) isFor(other *Rule) bool {
	named := false
	for _, name := range r.filters {
		named = named || strings.EqualFold(name, "any") || strings.EqualFold(name, "all") || name == other.Name && name != "" || strings.EqualFold(name, other.ID) && name != ""
	}
	agrees := func(filter, rule string) bool { return filter == "" || strings.EqualFold(filter, rule) }
	return named && agrees(r.Logsource.Product, other.Logsource.Product) && agrees(r.Logsource.Category, other.Logsource.Category) &&
		agrees(r.Logsource.Service, other.Logsource.Service)
}

// Key is what the rule goes by in hits: its name, its id in lower case, or its
// title.
func (r *Rule) Key() string { return cmp.Or(r.Name, strings.ToLower(r.ID), r.Title) }

// Matches reports whether the rule's condition holds for the event, whose
// fields go by the names that m gives. It does not look at the log source. A
// refused rule matches nothing.
func (r *Rule) Matches(ev *Event, m Mapping) bool {
	return r.Refused == nil && r.matches(&view{event: ev, mapping: m})
}

func read(doc *yaml.Node, opts Options) *Rule {
	r := &Rule{ID: text(doc, "id"), Title: text(doc, "title"), Name: text(doc, "name"), Level: text(doc, "level")}
	if value(doc, "correlation") != nil {
		return r.refuse("a correlation is not a detection")
	}
	key := "detection"
	if f := value(doc, "filter"); f != nil {
		key, opts.filter = "filter", true
		if r.filters = list(f, "rules"); len(r.filters) == 0 {
			return r.refuse("a filter for no rules")
		}
	}
	if ls := value(doc, "logsource"); ls != nil {
		r.Logsource = Logsource{text(ls, "product"), text(ls, "category"), text(ls, "service")}
	}
	if r.Logsource == (Logsource{}) {
		return r.refuse("no log source")
	}
	detection := value(doc, key)
	if detection == nil || detection.Kind != yaml.MappingNode {
		return r.refuse("no detection")
	}
	var err error
	if r.matches, err = parseDetection(detection, opts); err != nil {
		return r.refuse("%w", err)
	}
	return r
}

func (r *Rule) refuse(format string, args ...any) *Rule {
	r.Refused = fmt.Errorf(format, args...)
	return r
}
