package correlate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/correlate"
)

// TestObserve holds what an observer sees, and that it changes nothing.
func TestObserve(t *testing.T) {
	tests := []struct{ correlation, hits, want string }{
		{"type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 2}", "a@0 a@1 a@12", "1 no, 2 yes, 1 no"},
		{"type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {lt: 2}", "a@0 a@1 a@12", "2 no, 1 yes"},
		{"type: value_sum\nrules: [a]\ntimespan: 10s\ncondition: {gt: 5, field: n}", "a@0:n=3 a@1 a@2:n=4", "3 no, 7 yes"},
		{"type: value_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {gte: 2, field: n}", "a@0:u=x,n=3 a@1:u=y,n=3 a@2:u=x,n=4", "x 1 no, y 1 no, x 2 yes"},
		{"type: temporal\nrules: [a, b]\ntimespan: 10s", "a@0 a@1 b@20 a@21", "1 no a1, 1 no a2, 1 no b1, 2 yes a1 b1"},
		{"type: temporal_ordered\nrules: [a, b]\ntimespan: 10s", "b@0 a@1 b@2", "1 no b1, 1 no a1 b1, 2 yes a1 b2"},
		{"type: first_seen\nrules: [a]\nknown: [b]\ngroup-by: [u]\nlearn: 2s", "a@0:u=x b@3:u=y a@4:u=z a@5:u=z", "x learnt, y taught, z new, z known"},
	}
	for _, test := range tests {
		set := load(t, baseRules()+"title: x\nname: x\ncorrelation:\n  "+strings.ReplaceAll(test.correlation, "\n", "\n  ")+"\n")
		var seen []string
		found := run(set, correlate.Options{Observe: func(j *correlate.Judgement) { seen = append(seen, judged(j)) }}, timeline(t, test.hits))
		if got := strings.Join(seen, ", "); got != test.want {
			t.Errorf("%s on %s: got %s, want %s", test.correlation, test.hits, got, test.want)
		}
		if alone := run(set, correlate.Options{}, timeline(t, test.hits)); seconds(alone) != seconds(found) {
			t.Errorf("%s on %s: watched it finds %s, else %s", test.correlation, test.hits, seconds(found), seconds(alone))
		}
	}
}

// judged writes a judgement as "x 2 yes a1 b1".
func judged(j *correlate.Judgement) string {
	var parts []string
	for _, v := range j.Group {
		parts = append(parts, v...)
	}
	if j.News != "" {
		return strings.Join(append(parts, string(j.News)), " ")
	}
	parts = append(parts, fmt.Sprint(j.Value), map[bool]string{true: "yes", false: "no"}[j.Holds])
	for i, r := range j.Rules() {
		if r.Count > 0 {
			parts = append(parts, fmt.Sprintf("%s%d", j.Of.Rules[i].Name, r.Count))
		}
	}
	return strings.Join(parts, " ")
}
