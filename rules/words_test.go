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

func TestPresenceShort(t *testing.T) {
	rule := func(i int) *rules.Presence { return &rules.Presence{Rule: i} }
	not := func(p *rules.Presence) *rules.Presence {
		return &rules.Presence{Op: rules.NotPresent, Kids: []*rules.Presence{p}}
	}
	all := func(ps ...*rules.Presence) *rules.Presence { return &rules.Presence{Op: rules.AllPresent, Kids: ps} }
	some := func(ps ...*rules.Presence) *rules.Presence { return &rules.Presence{Op: rules.SomePresent, Kids: ps} }
	has := func(rule int) bool { return rule < 2 } // 0 and 1, not 2 and 3
	for i, tt := range []struct {
		p    *rules.Presence
		want int
	}{
		{rule(0), 0}, {rule(2), 1}, {not(rule(0)), 1}, {not(rule(2)), 0},
		{all(rule(0), rule(2), rule(3)), 2}, {some(rule(2), rule(3)), 1}, {some(rule(0), rule(3)), 0},
		{not(all(rule(0), rule(1))), 1}, {not(some(rule(0), rule(1))), 2}, {not(some(rule(2), rule(3))), 0},
		{all(not(rule(1)), some(rule(2), all(rule(3), rule(0)))), 2},
	} {
		got := tt.p.Short(has)
		if got != tt.want || (got == 0) != tt.p.Holds(has) {
			t.Errorf("%d: %d, want %d", i, got, tt.want)
		}
	}
}
