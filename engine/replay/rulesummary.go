package replay

import (
	"cmp"

	"github.com/rulehound/rulehound/engine"
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

func summarizeRules(set *rules.Set, crew []*matcher) RuleSummary {
	s := RuleSummary{Loaded: set.Len(), Refused: refusals(set)}
	c := crew[0].worker.Coverage()
	for _, m := range crew[1:] {
		c.Merge(m.worker.Coverage())
	}
	for i := range c.Rules {
		s.add(&c.Rules[i])
	}
	return s
}

func (s *RuleSummary) add(c *engine.RuleCoverage) {
	l := c.Rule.Logsource
	r := Rule{ID: c.Rule.ID, Title: c.Rule.Title, File: c.Rule.File, Logsource: taxonomy.Logsource{Product: l.Product, Category: l.Category, Service: l.Service}.String()}
	switch {
	case !c.Known:
		s.Unrouted = append(s.Unrouted, r)
	case c.Events == 0 && c.Matches == 0:
		s.Idle = append(s.Idle, r)
	}
	if c.Errors > 0 {
		failed := r
		failed.Events, failed.Example = c.Errors, c.First.Error()
		s.Failed = append(s.Failed, failed)
	}
	if r.Fields = c.Unprovidable; len(r.Fields) > 0 {
		s.Unprovidable = append(s.Unprovidable, r)
	}
	if r.Fields = c.Missing(); len(r.Fields) > 0 {
		s.Fieldless = append(s.Fieldless, r)
	}
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
