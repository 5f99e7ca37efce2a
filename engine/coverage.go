package engine

import (
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
)

// Coverage says what each rule had to work with. It tells a rule that found
// nothing from one that could find nothing.
type Coverage struct {
	Events int64          // all that were matched
	Rules  []RuleCoverage // in the order of the set
}

// RuleCoverage is the coverage of one rule.
type RuleCoverage struct {
	Rule    *alert.Rule // shared, read-only
	Known   bool        // its log source is known; otherwise it applies to nothing
	Events  int64       // of its log source
	Matches int64
	Errors  int64 // events that it failed on
	First   error // the first failure, a [*RuleError]; nil without one
	Fields  []FieldCoverage
	// Unprovidable are the fields that the condition negates and that some of
	// these events can never have.
	Unprovidable []string
}

// FieldCoverage is a field that a rule's condition reads.
type FieldCoverage struct {
	Name string // as the author wrote it
	Seen bool   // some event of the rule's log source had it
}

// Missing returns the fields that never occurred, nil when there were no events.
func (r *RuleCoverage) Missing() []string {
	var names []string
	for _, f := range r.Fields {
		if !f.Seen && r.Events > 0 {
			names = append(names, f.Name)
		}
	}
	return names
}

// Merge adds o, which must be of the same engine, to c. A zero c becomes a copy.
func (c *Coverage) Merge(o *Coverage) {
	c.Events += o.Events
	if c.Rules == nil {
		c.Rules = slices.Clone(o.Rules)
		n := 0
		for i := range o.Rules {
			n += len(o.Rules[i].Fields)
		}
		all := make([]FieldCoverage, 0, n)
		for i := range c.Rules {
			r := &c.Rules[i]
			all = append(all, r.Fields...)
			r.Fields = all[len(all)-len(r.Fields) : len(all) : len(all)]
		}
		return
	}
	for i := range o.Rules {
		c.Rules[i].merge(&o.Rules[i])
	}
}

func (r *RuleCoverage) merge(o *RuleCoverage) {
	r.Events += o.Events
	r.Matches += o.Matches
	r.Errors += o.Errors
	if r.First == nil {
		r.First = o.First
	}
	r.Unprovidable = union(r.Unprovidable, o.Unprovidable)
	for i := range o.Fields {
		r.Fields[i].Seen = r.Fields[i].Seen || o.Fields[i].Seen
	}
}

// Coverage returns what the worker has counted so far.
func (w *Worker) Coverage() *Coverage {
	c := &Coverage{}
	c.Count(w)
	return c
}

// Count adds what w, whose engine must be the same, has counted so far. It does what
// merging its Coverage does, without making that.
func (c *Coverage) Count(w *Worker) {
	if c.Rules == nil {
		*c = *newCoverage(w.engine)
	}
	w.counts.addTo(c)
}

// newCoverage returns the coverage of an engine without events.
func newCoverage(e *Engine) *Coverage {
	n := 0
	for _, r := range e.rules {
		n += len(r.fields)
	}
	c, all := &Coverage{Rules: make([]RuleCoverage, len(e.rules))}, make([]FieldCoverage, 0, n)
	for i, r := range e.rules {
		for _, name := range r.fields {
			all = append(all, FieldCoverage{Name: name})
		}
		c.Rules[i] = RuleCoverage{Rule: r.meta, Known: len(r.groups) > 0, Fields: all[len(all)-len(r.fields) : len(all) : len(all)]}
	}
	return c
}
