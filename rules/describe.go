package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String says what the correlation wants, on one line:
//
//	value_count of TargetUserName by Computer over failed_logon within 15m, gte 10
func (c *Correlation) String() string {
	var b strings.Builder
	b.WriteString(string(c.Type))
	if c.Type == ValuePercentile {
		fmt.Fprintf(&b, " %s", amount(c.Percentile))
	}
	if len(c.Fields) > 0 {
		b.WriteString(" of " + strings.Join(c.Fields, ", "))
	}
	if len(c.GroupBy) > 0 {
		b.WriteString(" by " + strings.Join(c.GroupBy, ", "))
	}
	if !c.Own {
		judged := len(c.Rules) - c.Known
		b.WriteString(" over " + names(c.Rules[:judged]))
		if c.Known > 0 {
			b.WriteString(", known from " + names(c.Rules[judged:]))
		}
	}
	if c.Timespan > 0 {
		b.WriteString(" within " + Timespan(c.Timespan))
	}
	if c.Learn > 0 {
		b.WriteString(", after learning for " + Timespan(c.Learn))
	}
	for i, bound := range c.Bounds {
		b.WriteString([]string{", ", " and "}[min(i, 1)] + string(bound.Op) + " " + amount(bound.Value))
	}
	if c.Presence != nil {
		b.WriteString(", " + c.presence(c.Presence, AllPresent))
	}
	if c.Generate {
		b.WriteString(", and its rules on their own")
	}
	return b.String()
}

func names(refs []Reference) string {
	all := make([]string, len(refs))
	for i, ref := range refs {
		all[i] = ref.Name
	}
	return strings.Join(all, ", ")
}

// presence writes a condition on rules, in brackets where it stands in one that
// binds more tightly.
func (c *Correlation) presence(p *Presence, within PresenceOp) string {
	word := " and "
	switch p.Op {
	case HasRule:
		return c.Rules[p.Rule].Name
	case NotPresent:
		return "not " + c.presence(p.Kids[0], NotPresent)
	case SomePresent:
		word = " or "
	}
	parts := make([]string, len(p.Kids))
	for i, kid := range p.Kids {
		parts[i] = c.presence(kid, p.Op)
	}
	s := strings.Join(parts, word)
	if within == NotPresent || within != p.Op && p.Op == SomePresent {
		return "(" + s + ")"
	}
	return s
}

func amount(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Timespan writes d in the largest of Sigma's units up to days that it is a
// whole number of.
func Timespan(d time.Duration) string {
	for _, u := range []struct {
		unit   time.Duration
		letter string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if d%u.unit == 0 {
			return strconv.FormatInt(int64(d/u.unit), 10) + u.letter
		}
	}
	return d.String()
}
