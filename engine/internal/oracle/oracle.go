// Package oracle is a second, independent evaluator of Sigma rules, for tests
// only. It reads rule YAML by the specification and matches it in the slowest
// and most obvious way there is; it shares no code with rules, rules/sigma,
// rules/ir or engine. Where the two disagree, one of them is wrong.
package oracle

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

// Options is what a rule needs from outside. The zero Options is fine.
type Options struct {
	// Placeholders are the values of %name%, for the expand modifier.
	Placeholders map[string][]string
}

// Logsource is a rule's log source as its author wrote it.
type Logsource struct{ Product, Category, Service string }

// Rule is one detection rule, or the reason why it is none.
type Rule struct {
	ID, Title string
	Logsource Logsource
	Refused   error // why the rule cannot be honoured as written; nil when it can
	matches   test
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

// Matches reports whether the rule's condition holds for the event, whose
// fields go by the names that m gives. It does not look at the log source. A
// refused rule matches nothing.
func (r *Rule) Matches(ev *Event, m Mapping) bool {
	return r.Refused == nil && r.matches(&view{event: ev, mapping: m})
}

func read(doc *yaml.Node, opts Options) *Rule {
	r := &Rule{ID: text(doc, "id"), Title: text(doc, "title")}
	for _, key := range []string{"correlation", "filter"} {
		if value(doc, key) != nil {
			return r.refuse("%s is not a detection", key)
		}
	}
	if ls := value(doc, "logsource"); ls != nil {
		r.Logsource = Logsource{text(ls, "product"), text(ls, "category"), text(ls, "service")}
	}
	if r.Logsource == (Logsource{}) {
		return r.refuse("no log source")
	}
	detection := value(doc, "detection")
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
