package rules_test

import (
	"testing"
	"time"

	"github.com/rulehound/rulehound/rules"
)

func TestCorrelationInWords(t *testing.T) {
	of := []rules.Reference{{Name: "a"}, {Name: "b"}}
	atLeast := []rules.Bound{{Op: rules.GTE, Value: 2}}
	both := &rules.Presence{Op: rules.AllPresent, Kids: []*rules.Presence{{Rule: 0}, {Op: rules.NotPresent, Kids: []*rules.Presence{{Rule: 1}}}}}
	for want, c := range map[string]rules.Correlation{
		"at least 2 events of a, b with the same User within 5m":                                         {Type: rules.EventCount, Bounds: atLeast, GroupBy: []string{"User"}},
		"more than 1 and less than 4 different combinations of X, Y in events of a, b within 5m":         {Type: rules.ValueCount, Fields: []string{"X", "Y"}, Bounds: []rules.Bound{{Op: rules.GT, Value: 1}, {Op: rules.LT, Value: 4}}},
		"a sum of Bytes, in events of a, b, of at least 2 within 5m":                                     {Type: rules.ValueSum, Fields: []string{"Bytes"}, Bounds: atLeast},
		"an average of Bytes, in events of a, b, of at least 2 within 5m":                                {Type: rules.ValueAvg, Fields: []string{"Bytes"}, Bounds: atLeast},
		"a percentile 95 of Bytes, in events of a, b, of at least 2 within 5m":                           {Type: rules.ValuePercentile, Percentile: 95, Fields: []string{"Bytes"}, Bounds: atLeast},
		"at most 3 events of a, b within 5m; only the end of the 5m can tell":                            {Type: rules.EventCount, Bounds: []rules.Bound{{Op: rules.LTE, Value: 3}}},
		"events of each of a, b in this order within 5m":                                                 {Type: rules.TemporalOrdered, Bounds: atLeast},
		"events of at least 1 of a, b within 5m":                                                         {Type: rules.Temporal, Bounds: []rules.Bound{{Op: rules.GTE, Value: 1}}},
		"events of a and not b within 5m; only the end of the 5m can tell":                               {Type: rules.Temporal, Presence: both},
		"User with values that no event had for 5m, nor one of b, after learning for 1h, in events of a": {Type: rules.FirstSeen, GroupBy: []string{"User"}, Known: 1, Learn: time.Hour},
	} {
		c.Rules, c.Timespan = of, 5*time.Minute
		if got := c.Words(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	old := rules.Correlation{Own: true, Type: rules.EventCount, Bounds: atLeast}
	if got := old.Words(); got != "at least 2 events of the rule" {
		t.Error(got)
	}
}
