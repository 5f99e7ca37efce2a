package correlate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/internal/oracle"
)

// timeline writes hits as "a@0 b@1.5:u=x,n=3 a+b@2": rules, the second, and
// fields.
func timeline(t testing.TB, s string) []oracle.Hit {
	t.Helper()
	var hits []oracle.Hit
	for i, word := range strings.Fields(s) {
		head, fields, _ := strings.Cut(word, ":")
		names, at, _ := strings.Cut(head, "@")
		d, err := time.ParseDuration(at + "s")
		if err != nil {
			t.Fatal(err)
		}
		values := map[string][]string{}
		for pair := range strings.SplitSeq(fields, ",") {
			if name, value, ok := strings.Cut(pair, "="); ok {
				values[name] = append(values[name], value)
			}
		}
		for name := range strings.SplitSeq(names, "+") {
			hits = append(hits, oracle.Hit{Rule: name, Time: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(d), Event: i, Fields: values})
		}
	}
	return hits
}

// seconds writes what was found as "0-4 count=3 value=3".
func seconds(all []oracle.Found) string {
	var parts []string
	for _, f := range all {
		zero := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		part := fmt.Sprintf("%v-%v count=%d value=%v", f.Start.Sub(zero).Seconds(), f.End.Sub(zero).Seconds(), f.Count, f.Value)
		if f.Group != "" {
			part = f.Group + " " + part
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

// TestSpecification names what the specification and our reading of it say.
func TestSpecification(t *testing.T) {
	tests := []struct{ name, correlation, hits, want string }{
		{"event_count counts the events of all rules", "type: event_count\nrules: [a, b]\ntimespan: 10s\ncondition: {gte: 3}", "a@0 b@1 c@2 a@3", "0-3 count=3 value=3"},
		{"an event that satisfies several rules is one", "type: event_count\nrules: [a, b]\ntimespan: 10s\ncondition: {gte: 2}", "a+b@0 a@1", "0-1 count=2 value=2"},
		{"both ends of a window count", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 2}", "a@0 a@10", "0-10 count=2 value=2"},
		{"a moment more is outside", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 2}", "a@0 a@10.001", ""},
		{"windows slide", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 3}", "a@0 a@9 a@11 a@12", "9-12 count=3 value=3"},
		{"groups are apart", "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {gte: 2}", "a@0:u=x a@1:u=y a@2:u=x", `u=["x"] 0-2 count=2 value=2`},
		{"several fields group together", "type: event_count\nrules: [a]\ngroup-by: [u, v]\ntimespan: 10s\ncondition: {gte: 2}", "a@0:u=x,v=1 a@1:u=x,v=2 a@2:u=x,v=1", `u=["x"] v=["1"] 0-2 count=2 value=2`},
		{"no value is a group of its own", "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {gte: 2}", "a@0 a@1:u=x a@2", `u=[] 0-2 count=2 value=2`},
		{"case counts in groups", "type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 10s\ncondition: {gte: 2}", "a@0:u=x a@1:u=X", ""},
		{"gt", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gt: 1}", "a@0 a@1", "0-1 count=2 value=2"},
		{"eq fires when the count passes through it", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {eq: 2}", "a@0 a@1 a@2 a@3", "0-1 count=2 value=2"},
		{"neq", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {neq: 1}", "a@0 a@1", "0-1 count=2 value=2"},
		{"a range", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 2, lte: 3}", "a@0 a@1 a@2", "0-1 count=2 value=2"},
		{"lt fires when a window closes", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {lt: 3}", "a@0 a@1 b@5 a@20 a@21 a@22", "0-1 count=2 value=2"},
		{"lte", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {lte: 1}", "a@0 a@20 a@30", "0-0 count=1 value=1"},
		{"it fires once while it is true", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 2}", "a@0 a@1 a@2 a@3", "0-1 count=2 value=2"},
		{"and again after it was false", "type: event_count\nrules: [a]\ntimespan: 10s\ncondition: {gte: 2}", "a@0 a@1 a@20 a@21", "0-1 count=2 value=2; 20-21 count=2 value=2"},
		{"and when all reported events have left", "type: event_count\nrules: [a]\ntimespan: 2s\ncondition: {gte: 2}", "a@0 a@1 a@2 a@3 a@4 a@5", "0-1 count=2 value=2; 2-4 count=3 value=3"},
		{"value_count counts different values", "type: value_count\nrules: [a]\ntimespan: 10s\ncondition: {field: u, gte: 2}", "a@0:u=x a@1:u=x a@2 a@3:u=y", "0-3 count=3 value=2"},
		{"value_count of several fields counts combinations", "type: value_count\nrules: [a]\ntimespan: 10s\ncondition: {field: [u, v], gte: 3}", "a@0:u=x,v=1 a@1:u=x,v=2 a@2:u=y a@3:u=y,v=1", "0-3 count=3 value=3"},
		{"several values of an event count each", "type: value_count\nrules: [a]\ntimespan: 10s\ncondition: {field: u, gte: 3}", "a@0:u=x,u=y a@1:u=z", "0-1 count=2 value=3"},
		{"value_sum", "type: value_sum\nrules: [a]\ntimespan: 10s\ncondition: {field: n, gt: 5}", "a@0:n=2 a@1:n=x a@2 a@3:n=3.5", "0-3 count=2 value=5.5"},
		{"value_sum of ten times 0.1 is 1", "type: value_sum\nrules: [a]\ntimespan: 30s\ncondition: {field: n, gte: 1}", "a@0:n=0.1 a@1:n=0.1 a@2:n=0.1 a@3:n=0.1 a@4:n=0.1 a@5:n=0.1 a@6:n=0.1 a@7:n=0.1 a@8:n=0.1 a@9:n=0.1", "0-9 count=10 value=1"},
		{"value_sum keeps the small beside the large", "type: value_sum\nrules: [a]\ntimespan: 10s\ncondition: {field: n, eq: 1}", "a@0:n=1e16 a@1:n=0.5 a@2:n=0.5 a@3:n=-1e16", "0-3 count=4 value=1"},
		{"value_sum beyond all numbers", "type: value_sum\nrules: [a]\ntimespan: 10s\ncondition: {field: n, gt: 1.5e308}", "a@0:n=1e308 a@1:n=1e308 a@2:n=-1", "0-1 count=2 value=+Inf"},
		{"value_avg", "type: value_avg\nrules: [a]\ntimespan: 10s\ncondition: {field: n, gte: 3}", "a@0:n=2 a@1:n=4", "0-1 count=2 value=3"},
		{"value_median", "type: value_median\nrules: [a]\ntimespan: 10s\ncondition: {field: n, gt: 2}", "a@0:n=1 a@1:n=9 a@2:n=2", "0-1 count=2 value=5"},
		{"value_percentile", "type: value_percentile\nrules: [a]\ntimespan: 10s\ncondition: {field: n, percentile: 90, gte: 9}", "a@0:n=1 a@1:n=10 a@2:n=10", "0-1 count=2 value=9.1"},
		{"value_percentile of equal values is that value", "type: value_percentile\nrules: [a]\ntimespan: 10s\ncondition: {field: n, percentile: 1, gte: 3}", "a@0:n=2 a@5:n=3 a@11:n=3", "5-11 count=2 value=3"},
		{"value_percentile at a whole rank is the value there", "type: value_percentile\nrules: [a]\ntimespan: 10s\ncondition: {field: n, percentile: 57, eq: 57}", "a@0:" + numbersTo(100), "0-0 count=1 value=57"},
		{"value_percentile of numbers that lie as far apart as can be", "type: value_percentile\nrules: [a]\ntimespan: 10s\ncondition: {field: n, percentile: 0, lt: 0}", "a@0:n=1.7e308 a@1:n=-1.7e308", "0-1 count=2 value=-1.7e+308"},
		{"hexadecimal text is no number", "type: value_sum\nrules: [a]\ntimespan: 10s\ncondition: {field: n, gt: 0}", "a@0:n=0x10", ""},
		{"temporal wants all rules in any order", "type: temporal\nrules: [a, b]\ntimespan: 10s", "b@0 a@5", "0-5 count=2 value=2"},
		{"temporal counts rules, not events", "type: temporal\nrules: [a, b]\ntimespan: 10s", "a@0 a@5", ""},
		{"temporal within the timespan", "type: temporal\nrules: [a, b]\ntimespan: 10s", "a@0 b@11 a@21", "11-21 count=2 value=2"},
		{"temporal with a number", "type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: {gte: 2}", "a@0 c@1 b@2", "0-1 count=2 value=2"},
		{"one event may satisfy all rules", "type: temporal\nrules: [a, b]\ntimespan: 10s", "a+b@0", "0-0 count=1 value=2"},
		{"temporal_ordered wants the order", "type: temporal_ordered\nrules: [a, b]\ntimespan: 10s", "b@0 a@1 b@2", "0-2 count=3 value=2"},
		{"temporal_ordered the wrong way round", "type: temporal_ordered\nrules: [a, b]\ntimespan: 10s", "b@0 a@1", ""},
		{"equal times are in order", "type: temporal_ordered\nrules: [a, b]\ntimespan: 10s", "b@0 a@0", "0-0 count=2 value=2"},
		{"a condition on rules", "type: temporal\nrules: [a, b, c]\ntimespan: 10s\ncondition: a and (b or c)", "c@0 b@1 a@2", "0-2 count=3 value=3"},
		{"an absent rule is known when the window closes", "type: temporal\nrules: [a, b]\ntimespan: 10s\ncondition: a and not b", "a@0 b@5 a@20", "20-20 count=1 value=1"},
		{"first_seen raises new values once", "type: first_seen\nrules: [a]\ngroup-by: [u]", "a@0:u=x a@1:u=y a@2:u=x", `u=["x"] 0-0 count=1 value=1; u=["y"] 1-1 count=1 value=1`},
		{"first_seen takes the combination", "type: first_seen\nrules: [a]\ngroup-by: [u, v]\nlearn: 1s", "a@0:u=x,v=1 a@1:u=y,v=2 a@2:u=x,v=2", `u=["x"] v=["2"] 2-2 count=1 value=1`},
		{"no value is new once", "type: first_seen\nrules: [a]\ngroup-by: [u]\nlearn: 1s", "a@0:u=x a@5 a@6", `u=[] 5-5 count=1 value=1`},
		{"first_seen raises nothing while it learns", "type: first_seen\nrules: [a]\ngroup-by: [u]\nlearn: 10s", "a@0:u=x a@10:u=y a@10.001:u=z a@11:u=y", `u=["z"] 10.001-10.001 count=1 value=1`},
		{"learning begins with known, too", "type: first_seen\nrules: [a]\nknown: [b]\ngroup-by: [u]\nlearn: 10s", "b@0:u=x a@11:u=y", `u=["y"] 11-11 count=1 value=1`},
		{"known teaches and never raises", "type: first_seen\nrules: [a]\nknown: [b]\ngroup-by: [u]\nlearn: 1s", "b@0:u=x b@5:u=y a@6:u=y a@7:u=z", `u=["z"] 7-7 count=1 value=1`},
		{"an event that known knows is known", "type: first_seen\nrules: [a]\nknown: [b]\ngroup-by: [u]\nlearn: 1s", "a@0:u=x a+b@5:u=y b+a@6:u=z a@7:u=y", ""},
		{"values are forgotten after the timespan", "type: first_seen\nrules: [a]\ngroup-by: [u]\nlearn: 1s\ntimespan: 10s", "a@0:u=x a@10:u=x a@20:u=x a@31:u=x", `u=["x"] 31-31 count=1 value=1`},
		{"known keeps values from being forgotten", "type: first_seen\nrules: [a]\nknown: [b]\ngroup-by: [u]\nlearn: 1s\ntimespan: 10s", "a@0:u=x b@8:u=x a@16:u=x", ""},
		{"first_seen with aliases", "type: first_seen\nrules: [a]\nknown: [b]\ngroup-by: [ip]\naliases: {ip: {a: src, b: dst}}\nlearn: 1s", "b@0:src=1,dst=2 a@5:src=2 a@6:src=1", `ip=["1"] 6-6 count=1 value=1`},
		{"aliases", "type: temporal\nrules: [a, b]\ngroup-by: [ip]\naliases: {ip: {a: src, b: dst}}\ntimespan: 10s", "a@0:src=1,dst=2 b@1:src=1,dst=2 b@2:src=2,dst=1", `ip=["1"] 0-2 count=2 value=2`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := baseRules() + "title: x\nname: x\ncorrelation:\n  " + strings.ReplaceAll(tt.correlation, "\n", "\n  ") + "\n"
			hits := timeline(t, tt.hits)
			if got := seconds(run(load(t, text), correlate.Options{}, hits)); got != tt.want {
				t.Errorf("%s over %s\ngot  %s\nwant %s", tt.correlation, tt.hits, got, tt.want)
			}
			twice, err := oracle.Correlate([]byte(text), hits)
			if got := seconds(twice); err != nil || got != tt.want {
				t.Errorf("the oracle says %s, %v", got, err)
			}
		})
	}
}

func bruteforce(rest string) string {
	return baseRules() + "title: x\nname: x\ncorrelation: {type: event_count, rules: [a], group-by: [u], timespan: 10s, condition: {gte: 3}" + rest + "}\n"
}

// numbersTo returns 0 to n as values of the field n.
func numbersTo(n int) string {
	var all []string
	for i := range n + 1 {
		all = append(all, fmt.Sprint("n=", i))
	}
	return strings.Join(all, ",")
}

func TestQuiet(t *testing.T) {
	for rest, quiet := range map[string]bool{"": true, ", generate: false": true, ", generate: true": false} {
		set := load(t, bruteforce(rest))
		f := newFeed(set)
		if c := correlate.New(set, correlate.Options{}); c.Quiet(f.rules["a"]) != quiet || c.Quiet(f.rules["b"]) {
			t.Errorf("%q: a is quiet: %v, b: %v", rest, c.Quiet(f.rules["a"]), c.Quiet(f.rules["b"]))
		}
		if c := correlate.New(set, correlate.Options{Base: true}); c.Quiet(f.rules["a"]) {
			t.Errorf("%q: a is quiet though bases are to be heard", rest)
		}
	}
}

// TestChainIsQuiet: a correlation that another one is made of raises no alerts.
func TestChainIsQuiet(t *testing.T) {
	set := load(t, bruteforce("")+"---\ntitle: y\nname: y\ncorrelation: {type: temporal_ordered, rules: [x, b], group-by: [u], timespan: 10s}\n")
	c, f := correlate.New(set, correlate.Options{}), newFeed(set)
	var fired []*alert.Alert
	for _, h := range timeline(t, "a@0:u=1 a@1:u=1 a@2:u=1 b@3:u=2 b@4:u=1") {
		fired = c.Push(fired, f.alert(h))
	}
	fired = c.Settle(fired)
	if len(fired) != 1 || fired[0].Rule.Name != "y" || fired[0].Rule.Kind != "correlation" {
		t.Fatalf("%s", describe(fired))
	}
}

func TestAlertIDs(t *testing.T) {
	set := load(t, bruteforce(""))
	fire := func(o correlate.Options, hits string) *alert.Alert {
		c, f := correlate.New(set, o), newFeed(set)
		var fired []*alert.Alert
		for _, h := range timeline(t, hits) {
			fired = c.Push(fired, f.alert(h))
		}
		fired = c.Flush(fired)
		if len(fired) != 1 {
			t.Fatalf("%s", describe(fired))
		}
		return fired[0]
	}
	one := fire(correlate.Options{}, "a@0:u=1 a@1:u=1 a@2:u=1")
	two := fire(correlate.Options{MaxAlerts: 2}, "a@0:u=2 a@0.5:u=1 a@1:u=1 a@2:u=1")
	if one.ID != two.ID || len(one.ID) != 32 {
		t.Errorf("ids %s and %s", one.ID, two.ID)
	}
	if got := fmt.Sprint(ids(one), ids(two), two.Correlation.Total); got != "[a0 a1 a2] [a2 a3] 3" {
		t.Error(got)
	}
	for _, other := range []string{"a@0:u=1 a@1:u=1 a@2.5:u=1", "a@0:u=2 a@1:u=2 a@2:u=2"} {
		if fire(correlate.Options{}, other).ID == one.ID {
			t.Errorf("%s has the same id", other)
		}
	}
}

func TestBounds(t *testing.T) {
	set := load(t, bruteforce(""))
	count := func(o correlate.Options, hits string) (int, correlate.Stats) {
		c, f := correlate.New(set, o), newFeed(set)
		var fired []*alert.Alert
		for _, h := range timeline(t, hits) {
			fired = c.Push(fired, f.alert(h))
		}
		return len(c.Flush(fired)), c.Stats()
	}
	n, s := count(correlate.Options{MaxGroups: 2}, "a@0:u=1 a@0:u=2 a@1:u=1 a@2:u=3 a@3:u=1 a@4:u=2")
	if n != 1 || len(s.Bounded) != 1 || s.Bounded[0].Groups != 2 || s.Groups != 2 {
		t.Errorf("%d fired, %+v", n, s)
	}
	n, s = count(correlate.Options{MaxEvents: 1}, "a@0:u=1 a@1:u=1 a@2:u=1 a@3:u=1 a@4:u=1 a@5:u=1")
	if n != 1 || len(s.Bounded) != 1 || s.Bounded[0].Events != 1 || s.Events != 5 {
		t.Errorf("%d fired, %+v", n, s)
	}
	n, s = count(correlate.Options{}, "a@10:u=1 a@0:u=1 a@11:u=1 a@12:u=1")
	if n != 1 || s.Late != 1 {
		t.Errorf("%d fired, %+v", n, s)
	}
	n, s = count(correlate.Options{Lateness: 5 * time.Second}, "a@10:u=1 a@11:u=1 a@16:u=2 a@9:u=1 a@12:u=1 a@17:u=2 a@7:u=1")
	if n != 1 || s.Late != 2 {
		t.Errorf("%d fired, %+v", n, s)
	}
	c, f := correlate.New(set, correlate.Options{}), newFeed(set)
	h := timeline(t, "a@0:u=1")[0]
	h.Time = time.Time{}
	c.Push(nil, f.alert(h))
	if s := c.Stats(); s.Untimed != 1 {
		t.Errorf("%+v", s)
	}
}

// TestForgets: what has slid out of every window is not held.
func TestForgets(t *testing.T) {
	set := load(t, bruteforce(""))
	c, f := correlate.New(set, correlate.Options{}), newFeed(set)
	for i := range 10_000 {
		for _, h := range timeline(t, fmt.Sprintf("a@%d:u=%d", i, i)) {
			c.Push(nil, f.alert(h))
		}
	}
	if s := c.Stats(); s.Groups > 11 || s.Events > 11 {
		t.Errorf("%+v", s)
	}
}

func ids(a *alert.Alert) []string {
	var all []string
	for _, p := range a.Correlation.Parts {
		all = append(all, p.ID)
	}
	return all
}
