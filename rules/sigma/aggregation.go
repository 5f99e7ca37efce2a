package sigma

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma/internal/condition"
	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// aggregate is Sigma's old way to count: count(x) by y, z > 5. Different values are
// what it counts, whether or not it says distinct.
var aggregate = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\w+)\s*\(\s*((?i:distinct)\s+)?([^()]*?)\s*\)(?:\s+(?i:by)\s+(.+?))?\s*(<=|>=|==|!=|<|>|=)\s*(\S+)$`)
})

var aggregateOps = map[string]rules.BoundOp{
	"<": rules.LT, "<=": rules.LTE, ">": rules.GT, ">=": rules.GTE, "=": rules.EQ, "==": rules.EQ, "!=": rules.NEQ,
}

// noName is what no field in an aggregation is called.
const noName = `,*|()"'`

// aggregation reads what stands behind the condition's pipe as the correlation
// that it means:
//
//	selection | count(x) by y > 5, timeframe 1h  →  value_count of x, group-by y, timespan 1h, gt 5
func (r *resolver) aggregation(n *yaml.Node, c *condition.Condition) {
	f := &fault{code: codeAggregation, offset: c.Pipe}
	word, _, _ := strings.Cut(c.Aggregation, " ")
	parts := aggregate().FindStringSubmatch(c.Aggregation)
	switch {
	case strings.EqualFold(word, "near"):
		r.broken = true // it names selections, too
		f.code, f.msg, f.hint = codeNear, "near is not supported: nobody ever defined how far", "write a temporal correlation"
	case !r.alone:
		f.msg, f.hint = "one of several conditions has an aggregation", "write a rule for each"
	case parts == nil:
		f.msg, f.hint = fmt.Sprintf("%q is no aggregation", shorten(c.Aggregation)), "write it as in count() by User > 5"
	default:
		r.aggregated, f = r.aggregate(parts[1:], f)
	}
	if f != nil {
		r.reportAt(n, f)
	}
}

// aggregate works out an aggregation's function, field, groups, operator and
// number.
func (r *resolver) aggregate(parts []string, f *fault) (*rules.Correlation, *fault) {
	c := &rules.Correlation{Own: true}
	switch function := strings.ToLower(parts[0]); function {
	case "count":
		c.Type = rules.EventCount
	case "sum":
		c.Type = rules.ValueSum
	case "avg":
		c.Type = rules.ValueAvg
	default:
		f.msg, f.hint = fmt.Sprintf("there is no correlation for the aggregation %q", shorten(parts[0])), "there are count, sum and avg"
		return nil, f
	}
	switch field := parts[2]; {
	case parts[1] != "" && c.Type != rules.EventCount:
		f.msg = fmt.Sprintf("%s takes all values", parts[0])
		return nil, f
	case strings.ContainsAny(field, noName):
		f.msg = fmt.Sprintf("%q is no field", shorten(field))
		return nil, f
	case field != "":
		c.Fields = []string{field}
		if c.Type == rules.EventCount {
			c.Type = rules.ValueCount
		}
	case parts[1] != "", c.Type != rules.EventCount:
		f.msg = fmt.Sprintf("%s of which field?", parts[0])
		return nil, f
	}
	if parts[3] != "" {
		for name := range strings.SplitSeq(parts[3], ",") {
			if name = strings.TrimSpace(name); name == "" || strings.ContainsAny(name, noName) {
				f.msg = fmt.Sprintf("%q is no list of fields", shorten(parts[3]))
				return nil, f
			}
			c.GroupBy = append(c.GroupBy, name)
		}
	}
	if len(c.GroupBy) > maxFields {
		f.code, f.msg = codeTooLarge, fmt.Sprintf("more than %d fields", maxFields)
		return nil, f
	}
	num, ok := notation.ReadDecimal(parts[5])
	if !ok {
		f.msg = fmt.Sprintf("%q is no number", shorten(parts[5]))
		return nil, f
	}
	c.Bounds = []rules.Bound{{Op: aggregateOps[parts[4]], Value: num.Float}}
	if msg := impossible(c); msg != "" {
		f.msg = msg
		return nil, f
	}
	return r.timeframed(c, f)
}

// timeframed gives the aggregation the time that the detection says.
func (r *resolver) timeframed(c *rules.Correlation, f *fault) (*rules.Correlation, *fault) {
	_, v := pair(r.section, "timeframe")
	if v == nil {
		f.msg, f.hint = "the rule does not say over which time it counts", "add timeframe to the detection, as in timeframe: 15m"
		return nil, f
	}
	var wrong *fault
	if c.Timespan, wrong = timespan(v.Value); wrong != nil {
		r.reportAt(v, wrong)
	}
	return c, nil
}
