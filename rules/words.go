package rules

import (
	"fmt"
	"math"
	"strings"
)

// Words says what the correlation wants in a sentence without an end:
//
//	at least 10 different values of TargetUserName in events of failed_logon with the same Computer within 15m
func (c *Correlation) Words() string {
	var b strings.Builder
	b.WriteString(c.wants())
	if len(c.GroupBy) > 0 && c.Type != FirstSeen {
		b.WriteString(" with the same " + strings.Join(c.GroupBy, ", "))
	}
	if c.Timespan > 0 && c.Type != FirstSeen {
		b.WriteString(" within " + Timespan(c.Timespan))
	}
	if c.AtClose() {
		b.WriteString("; only the end of the " + Timespan(c.Timespan) + " can tell")
	}
	return b.String()
}

// wants says what is measured, of which events, and how much it has to be.
func (c *Correlation) wants() string {
	of := " of " + names(c.Rules[:len(c.Rules)-c.Known])
	if c.Own {
		of = " of the rule"
	}
	fields := strings.Join(c.Fields, ", ")
	switch c.Type {
	case EventCount:
		return c.bounds() + " events" + of
	case ValueCount:
		what := []string{" different values of ", " different combinations of "}[min(len(c.Fields)-1, 1)]
		return c.bounds() + what + fields + " in events" + of
	case Temporal, TemporalOrdered:
		return c.together()
	case FirstSeen:
		return c.firstSeen() + of
	}
	return c.measure() + " of " + fields + ", in events" + of + ", of " + c.bounds()
}

// measure names what is worked out from numbers.
func (c *Correlation) measure() string {
	switch c.Type {
	case ValueAvg:
		return "an average"
	case ValuePercentile:
		return "a percentile " + amount(c.Percentile)
	}
	return "a " + strings.TrimPrefix(string(c.Type), "value_")
}

// together says which rules a temporal correlation wants.
func (c *Correlation) together() string {
	order := ""
	if c.Type == TemporalOrdered {
		order = " in this order"
	}
	if c.Presence != nil {
		return "events of " + c.presence(c.Presence, AllPresent) + order
	}
	many := c.bounds()
	if len(c.Bounds) == 1 && c.Bounds[0] == (Bound{GTE, float64(len(c.Rules))}) {
		many = "each"
	}
	return "events of " + many + " of " + names(c.Rules) + order
}

// firstSeen says which values are new.
func (c *Correlation) firstSeen() string {
	s := strings.Join(c.GroupBy, ", ") + " with values"
	if len(c.GroupBy) > 1 {
		s = "a combination of " + strings.Join(c.GroupBy, ", ")
	}
	s += " that no event had before"
	if c.Timespan > 0 {
		s = strings.TrimSuffix(s, " before") + " for " + Timespan(c.Timespan)
	}
	if c.Known > 0 {
		s += ", nor one of " + names(c.Rules[len(c.Rules)-c.Known:])
	}
	if c.Learn > 0 {
		s += ", after learning for " + Timespan(c.Learn)
	}
	return s + ", in events"
}

var boundWords = map[BoundOp]string{LT: "less than", LTE: "at most", GT: "more than", GTE: "at least", EQ: "exactly", NEQ: "any number but"}

// bounds says how much a measure has to be.
func (c *Correlation) bounds() string {
	all := make([]string, len(c.Bounds))
	for i, b := range c.Bounds {
		all[i] = fmt.Sprintf("%s %s", boundWords[b.Op], amount(b.Value))
	}
	return strings.Join(all, " and ")
}

// Needs says what the measure has to be, or which rules must have events:
//
//	>= 5 and < 10
//	failed_logon and not logon
func (c *Correlation) Needs() string {
	if c.Presence != nil {
		return c.presence(c.Presence, AllPresent)
	}
	signs := map[BoundOp]string{LT: "<", LTE: "<=", GT: ">", GTE: ">=", EQ: "=", NEQ: "!="}
	all := make([]string, len(c.Bounds))
	for i, b := range c.Bounds {
		all[i] = signs[b.Op] + " " + amount(b.Value)
	}
	return strings.Join(all, " and ")
}

// Short says how far a measure is from what its bounds want; 0 where it is that.
func (c *Correlation) Short(value float64) float64 {
	short := 0.0
	for _, b := range c.Bounds {
		if !b.Holds(value) {
			short += math.Abs(b.Value - value)
		}
	}
	return short
}

// Short says of how many rules the events would have to be there, or not, for
// the condition to hold.
func (p *Presence) Short(has func(rule int) bool) int { return p.short(has, true) }

// short counts what would have to change for the condition to be as wanted.
func (p *Presence) short(has func(rule int) bool, wanted bool) int {
	switch {
	case p.Op == NotPresent:
		return p.Kids[0].short(has, !wanted)
	case p.Op == HasRule && has(p.Rule) == wanted:
		return 0
	case p.Op == HasRule:
		return 1
	}
	least, sum := math.MaxInt, 0
	for _, kid := range p.Kids {
		n := kid.short(has, wanted)
		least, sum = min(least, n), sum+n
	}
	if (p.Op == AllPresent) == wanted {
		return sum
	}
	return least
}
