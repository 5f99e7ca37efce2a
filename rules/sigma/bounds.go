package sigma

import (
	"fmt"
	"math"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

var boundOps = []rules.BoundOp{rules.LT, rules.LTE, rules.GT, rules.GTE, rules.EQ, rules.NEQ}

// bounds reads a condition that compares what the correlation measures.
func (s *section) bounds(m *yaml.Node) {
	s.duplicates(m, "the condition")
	for k, v := range pairs(m) {
		switch op := rules.BoundOp(k.Value); {
		case slices.Contains(boundOps, op):
			if n, ok := s.amount(v); ok {
				s.c.Bounds = append(s.c.Bounds, rules.Bound{Op: op, Value: n})
			}
		case k.Value == "field":
			s.fields(v)
		case k.Value == "percentile":
			s.percentile(v)
		default:
			p := s.report(k, codeBounds, "unknown key %q in the condition", shorten(k.Value))
			if p.Hint = didYouMean(k.Value, []string{"field", "percentile"}); p.Hint == "" {
				p.Hint = "there are lt, lte, gt, gte, eq, neq, field and percentile"
			}
		}
	}
	if len(s.c.Bounds) == 0 && !s.temporal() && !s.refused {
		s.report(m, codeBounds, "the condition compares with nothing").Hint = "write it as in gte: 10"
	}
	if msg := impossible(s.c); msg != "" && !s.refused {
		s.report(m, codeBounds, "%s", msg)
	}
}

func (s *section) amount(v *yaml.Node) (float64, bool) {
	n, ok := notation.ReadDecimal(v.Value)
	if !ok || v.Kind != yaml.ScalarNode {
		s.report(v, codeBounds, "%q is no number", shorten(v.Value))
	}
	return n.Float, ok
}

// impossible says why no measure can satisfy the correlation's bounds, "" when
// one can.
func impossible(c *rules.Correlation) string {
	low, high := math.Inf(-1), math.Inf(1)
	if whole(c.Type) {
		low = 0
	}
	for _, b := range c.Bounds {
		above, below := math.Nextafter(b.Value, math.Inf(1)), math.Nextafter(b.Value, math.Inf(-1))
		if whole(c.Type) {
			above, below = math.Floor(b.Value)+1, math.Ceil(b.Value)-1
		}
		switch b.Op {
		case rules.GT:
			low = max(low, above)
		case rules.GTE:
			low = max(low, b.Value)
		case rules.LT:
			high = min(high, below)
		case rules.LTE:
			high = min(high, b.Value)
		case rules.EQ:
			low, high = max(low, b.Value), min(high, b.Value)
		}
	}
	if whole(c.Type) {
		low, high = math.Ceil(low), math.Floor(high)
	}
	switch {
	case low > high:
		return "nothing is within these bounds"
	case whole(c.Type) && high < 1:
		return "nothing can be counted here: a group is seen by its events, so there is at least one"
	}
	return ""
}

// whole reports whether the type measures by counting.
func whole(t rules.CorrelationType) bool {
	switch t {
	case rules.EventCount, rules.ValueCount, rules.Temporal, rules.TemporalOrdered:
		return true
	}
	return false
}

// fields reads what is measured. The key may stand beside the condition or in it;
// what stands in both would be measured together, which nobody means.
func (s *section) fields(v *yaml.Node) {
	if len(s.c.Fields) > 0 {
		s.report(v, codeCorrelation, "field stands twice in the correlation").Hint = "keep the one in the condition"
		return
	}
	for _, n := range s.names(v) {
		s.c.Fields = append(s.c.Fields, n.Value)
	}
}

func (s *section) percentile(v *yaml.Node) {
	if s.hasPercentile {
		s.report(v, codeCorrelation, "percentile stands twice in the correlation").Hint = "keep the one in the condition"
		return
	}
	n, ok := notation.ReadDecimal(v.Value)
	if p := n.Float; !ok || p < 0 || p > 100 {
		s.report(v, codeCorrelation, "a percentile is a number from 0 to 100")
		return
	}
	s.c.Percentile, s.hasPercentile = n.Float, true
}

// measured checks that the type has what it measures, and nothing else.
func (s *section) measured(key *yaml.Node) {
	c := s.c
	switch {
	case c.Type == rules.EventCount || s.temporal():
		if len(c.Fields) > 0 {
			s.report(key, codeCorrelation, "%s measures no field", c.Type).Hint = "for different values of a field there is value_count"
		}
	case len(c.Fields) == 0:
		s.report(key, codeCorrelation, "%s of which field?", c.Type).Hint = "add field to the condition"
	case len(c.Fields) > 1 && c.Type != rules.ValueCount:
		s.report(key, codeCorrelation, "%s takes one field", c.Type)
	}
	switch {
	case c.Type == rules.ValuePercentile && !s.hasPercentile:
		s.report(key, codeCorrelation, "which percentile?").Hint = "add percentile to the condition, as in percentile: 95"
	case c.Type != rules.ValuePercentile && s.hasPercentile:
		s.report(key, codeCorrelation, "%s has no percentile", c.Type).Hint = fmt.Sprintf("for that there is %s", rules.ValuePercentile)
	}
}
