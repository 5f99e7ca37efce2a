package replay

import (
	"cmp"
	"slices"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
)

// RuleSummary says which rules ran, and which could not find anything.
type RuleSummary struct {
	Shipped   bool      `json:"shipped,omitempty"` // the rules that ship were used; set by the caller
	Loaded    int       `json:"loaded"`
	Narrowed  int       `json:"narrowed,omitempty"` // loaded too, but not asked for; set by the caller
	Refused   []Refusal `json:"refused,omitempty"`
	Unrouted  []Rule    `json:"unknown_logsource,omitempty"` // no log source that is known: they apply to nothing
	Idle      []Rule    `json:"no_events,omitempty"`         // the inputs hold no event of their log source
	Fieldless []Rule    `json:"fields_missing,omitempty"`    // events came, but never with some field that they read
	Failed    []Rule    `json:"failed,omitempty"`            // they failed on events

	// Unprovidable negate fields that some of the events can never have.
	Unprovidable []Rule `json:"unprovidable,omitempty"`
}

// Refusal is one reason why a rule was not loaded.
type Refusal struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"col,omitempty"`
	RuleID  string `json:"rule,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// Rule names a rule, with what is to say of it.
type Rule struct {
	ID        string   `json:"id,omitempty"`
	Title     string   `json:"title,omitempty"`
	File      string   `json:"file"`
	Logsource string   `json:"logsource"`
	Fields    []string `json:"fields,omitempty"`
	Events    int64    `json:"events,omitempty"` // on how many it failed
	Example   string   `json:"example,omitempty"`
}

func summarizeRules(set *rules.Set, matchers []*matcher) RuleSummary {
	s := RuleSummary{Loaded: set.Len(), Refused: refusals(set)}
	var c engine.Coverage
	for _, m := range matchers {
		c.Count(m.worker)
	}
	idle := 0
	for i := range c.Rules {
		if isIdle(&c.Rules[i]) {
			idle++
		}
	}
	s.Idle = slices.Grow(s.Idle, idle) // often most of them
	names := namer{}
	for i := range c.Rules {
		s.add(&c.Rules[i], names)
	}
	return s
}

func isIdle(c *engine.RuleCoverage) bool { return c.Known && c.Events == 0 && c.Matches == 0 }

func (s *RuleSummary) add(c *engine.RuleCoverage, names namer) {
	switch {
	case !c.Known:
		s.Unrouted = append(s.Unrouted, names.rule(c.Rule))
	case isIdle(c):
		s.Idle = append(s.Idle, names.rule(c.Rule))
	}
	if c.Errors > 0 {
		r := names.rule(c.Rule)
		r.Events, r.Example = c.Errors, c.First.Error()
		s.Failed = append(s.Failed, r)
	}
	if len(c.Unprovidable) > 0 {
		s.Unprovidable = append(s.Unprovidable, names.rule(c.Rule, c.Unprovidable...))
	}
	if missing := c.Missing(); len(missing) > 0 {
		s.Fieldless = append(s.Fieldless, names.rule(c.Rule, missing...))
	}
}

// namer names rules. It remembers the names of log sources, of which there are few.
type namer map[taxonomy.Logsource]string

// rule returns the name of a rule of which fields are to be said.
func (n namer) rule(r *alert.Rule, fields ...string) Rule {
	l := taxonomy.Logsource{Product: r.Logsource.Product, Category: r.Logsource.Category, Service: r.Logsource.Service}
	name, known := n[l]
	if !known {
		name = l.String()
		n[l] = name
	}
	return Rule{ID: r.ID, Title: r.Title, File: r.File, Logsource: name, Fields: fields}
}

func refusals(set *rules.Set) []Refusal {
	var list []Refusal
	for _, p := range set.Problems() {
		if p.Level == rules.Error {
			list = append(list, Refusal{p.File, p.Line, p.Col, p.RuleID, p.Code, p.Msg, p.Hint})
		}
	}
	return list
}

// String returns the refusal as the rule's problem reads.
func (r Refusal) String() string {
	p := rules.Problem{File: r.File, Line: r.Line, Col: r.Col, RuleID: r.RuleID, Code: r.Code, Msg: r.Message, Hint: r.Hint}
	return p.Error()
}

// String returns the rule's title, or its id, and its file.
func (r Rule) String() string { return cmp.Or(r.Title, r.ID) + " (" + r.File + ")" }
