package rules

import (
	"slices"
	"time"
)

// CorrelationType says what a correlation measures, as Sigma spells it.
type CorrelationType string

// The types of correlations.
const (
	EventCount      CorrelationType = "event_count"      // how many events
	ValueCount      CorrelationType = "value_count"      // how many different values, or combinations of them
	ValueSum        CorrelationType = "value_sum"        //
	ValueAvg        CorrelationType = "value_avg"        //
	ValueMedian     CorrelationType = "value_median"     //
	ValuePercentile CorrelationType = "value_percentile" //
	Temporal        CorrelationType = "temporal"         // how many of the rules
	TemporalOrdered CorrelationType = "temporal_ordered" // how many of the rules, in their order
	FirstSeen       CorrelationType = "first_seen"       // whether the values of GroupBy are new; not one of Sigma's
)

// Correlation is what the events of some rules must be together.
type Correlation struct {
	Type     CorrelationType
	Rules    []Reference   // whose events; each rule once
	Own      bool          // the events of the rule itself, which has a condition: Sigma's old aggregations
	GroupBy  []string      // events with the same values in these are looked at together; empty: all events
	Timespan time.Duration // events exactly this far apart are still together; 0, of FirstSeen only: for ever

	Bounds     []Bound   // of what Type measures; all must hold
	Presence   *Presence // temporal types only: which rules must be there, in place of Bounds
	Fields     []string  // whose values are measured
	Percentile float64   // of value_percentile, 0 to 100

	Known int           // of FirstSeen: so many of Rules, the last ones, only say what is not new
	Learn time.Duration // of FirstSeen: so long after the first event everything is learnt and nothing new

	Aliases  []Alias
	Generate bool // the rules raise their own alerts, too
}

// Bound is one comparison of a measure with a number.
type Bound struct {
	Op    BoundOp
	Value float64
}

// BoundOp is a comparison as Sigma spells it.
type BoundOp string

// The comparisons.
const (
	LT  BoundOp = "lt"
	LTE BoundOp = "lte"
	GT  BoundOp = "gt"
	GTE BoundOp = "gte"
	EQ  BoundOp = "eq"
	NEQ BoundOp = "neq"
)

// Holds reports whether v satisfies the bound.
func (b Bound) Holds(v float64) bool {
	switch b.Op {
	case LT:
		return v < b.Value
	case LTE:
		return v <= b.Value
	case GT:
		return v > b.Value
	case GTE:
		return v >= b.Value
	case EQ:
		return v == b.Value
	case NEQ:
		return v != b.Value
	}
	return false
}

// Presence is a condition on which rules have events. Without kids it is the
// rule that has the number Rule among the correlation's rules.
type Presence struct {
	Op   PresenceOp
	Rule int
	Kids []*Presence
}

// PresenceOp joins the kids of a Presence.
type PresenceOp uint8

// The operators. Not has one kid.
const (
	HasRule PresenceOp = iota
	NotPresent
	AllPresent
	SomePresent
)

// Holds reports whether the condition does, where has tells of each rule
// whether it has an event.
func (p *Presence) Holds(has func(rule int) bool) bool {
	holds := func(kid *Presence) bool { return kid.Holds(has) }
	switch p.Op {
	case NotPresent:
		return !p.Kids[0].Holds(has)
	case AllPresent:
		return !slices.ContainsFunc(p.Kids, func(kid *Presence) bool { return !kid.Holds(has) })
	case SomePresent:
		return slices.ContainsFunc(p.Kids, holds)
	}
	return has(p.Rule)
}

// negates reports whether some rule must be absent: more events can make the
// condition false.
func (p *Presence) negates() bool {
	return p.Op == NotPresent || slices.ContainsFunc(p.Kids, (*Presence).negates)
}

// AtClose reports whether only the end of a window decides: the condition has
// nothing but upper bounds, or wants a rule to be absent, so that every event
// may still make it false.
func (c *Correlation) AtClose() bool {
	if c.Presence != nil {
		return c.Presence.negates()
	}
	upper := false
	for _, b := range c.Bounds {
		switch b.Op {
		case GT, GTE, EQ:
			return false
		case LT, LTE:
			upper = true
		}
	}
	return upper
}

// Alias is a field that the correlated rules call by different names.
type Alias struct {
	Name   string
	Fields []AliasField
}

// AliasField is what the events of one rule call an alias.
type AliasField struct {
	Rule  Reference
	Field string
}

// Field returns what the events of rule i of the correlation call a field that
// the correlation calls name.
func (c *Correlation) Field(i int, name string) string {
	for _, a := range c.Aliases {
		if a.Name != name {
			continue
		}
		for _, f := range a.Fields {
			if !c.Own && f.Rule.Rule == c.Rules[i].Rule {
				return f.Field
			}
		}
	}
	return name
}

// Reads returns the fields that the correlation reads, under its own names.
func (c *Correlation) Reads() []string { return slices.Concat(c.GroupBy, c.Fields) }
