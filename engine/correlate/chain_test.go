package correlate_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/internal/oracle"
)

// TestChains: correlations of correlations, of which x is the outermost.
func TestChains(t *testing.T) {
	const many = "title: many\nname: many\ncorrelation: {type: event_count, rules: [a], group-by: [u], timespan: 10s, condition: {gte: 3}}\n---\n"
	for _, tt := range []struct{ name, correlations, hits, want string }{
		{"failed logons followed by a successful one",
			many + "title: x\nname: x\ncorrelation: {type: temporal_ordered, rules: [many, b], group-by: [u], timespan: 10s}\n",
			"a@0:u=ann a@1:u=ann a@2:u=ann b@3:u=bob b@4:u=ann", `u=["ann"] 2-4 count=2 value=2`},
		{"not the other way round",
			many + "title: x\nname: x\ncorrelation: {type: temporal_ordered, rules: [many, b], group-by: [u], timespan: 10s}\n",
			"b@0:u=ann a@1:u=ann a@2:u=ann a@3:u=ann", ""},
		{"a correlation only uses its own group-by",
			"title: many\nname: many\ncorrelation: {type: event_count, rules: [a], group-by: [u, v], timespan: 10s, condition: {gte: 2}}\n---\n" +
				"title: x\nname: x\ncorrelation: {type: temporal, rules: [many, b], group-by: [u], timespan: 10s}\n",
			"a@0:u=ann,v=1 a@1:u=ann,v=1 b@2:u=ann,v=2", `u=["ann"] 1-2 count=2 value=2`},
		{"an alert counts at the time of the event that completed it",
			many + "title: x\nname: x\ncorrelation: {type: temporal, rules: [many, b], group-by: [u], timespan: 1s}\n",
			"a@0:u=ann a@1:u=ann a@9:u=ann b@10:u=ann", `u=["ann"] 9-10 count=2 value=2`},
		{"a chain of three",
			many + "title: often\nname: often\ncorrelation: {type: event_count, rules: [many], timespan: 10s, condition: {gte: 2}}\n---\n" +
				"title: x\nname: x\ncorrelation: {type: temporal, rules: [often, c], timespan: 10s}\n",
			"a@0:u=1 a@0:u=2 a@1:u=1 a@1:u=2 a@2:u=1 a@2:u=2 c@3", "2-3 count=2 value=2"},
		{"an alias in a chain",
			many + "title: x\nname: x\ncorrelation: {type: temporal, rules: [many, b], group-by: [who], timespan: 10s, aliases: {who: {many: u, b: w}}}\n",
			"a@0:u=ann a@1:u=ann a@2:u=ann b@3:w=bob b@4:w=ann", `who=["ann"] 2-4 count=2 value=2`},
		{"what is decided at the end of a window counts in its time",
			"title: alone\nname: alone\ncorrelation: {type: temporal, rules: [a, b], group-by: [u], timespan: 5s, condition: a and not b}\n---\n" +
				"title: x\nname: x\ncorrelation: {type: event_count, rules: [alone], timespan: 10s, condition: {gte: 2}}\n",
			"a@0:u=1 a@1:u=2 b@2:u=2 a@3:u=3 c@100", "0-3 count=2 value=2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := baseRules() + tt.correlations
			outer := func(all []oracle.Found) string {
				return seconds(slices.DeleteFunc(all, func(f oracle.Found) bool { return f.Rule != "x" }))
			}
			if got := outer(run(load(t, text), correlate.Options{}, timeline(t, tt.hits))); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if twice, err := oracle.Correlate([]byte(text), timeline(t, tt.hits)); err != nil || outer(twice) != tt.want {
				t.Errorf("the oracle says %s, %v", outer(twice), err)
			}
		})
	}
}

// TestReferences: rules are named by id, in any case, or by name.
func TestReferences(t *testing.T) {
	const id = "0e95725d-7320-415d-80f7-004da920fc11"
	rules := strings.Replace(baseRules(), "name: a\n", "name: a\nid: "+id+"\n", 1)
	for _, ref := range []string{"a", id, strings.ToUpper(id)} {
		text := rules + "title: x\nname: x\ncorrelation: {type: event_count, rules: " + ref + ", timespan: 10s, condition: {gte: 2}}\n"
		if got := seconds(run(load(t, text), correlate.Options{}, timeline(t, "a@0 a@1"))); got != "0-1 count=2 value=2" {
			t.Errorf("%s: %q", ref, got)
		}
	}
}
