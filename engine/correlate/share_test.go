package correlate_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/engine/internal/oracle"
	"github.com/rulehound/rulehound/rules"
)

// alike makes correlations most of which can share what they know.
func (d dice) alike(n int) []string {
	all := make([]string, n)
	for i := range all {
		over := pick(d, "[a]", "[a, b]", "[a, b]")
		kind := pick(d, "event_count\n  condition: {gte: 2}", "event_count\n  condition: {gte: 3, lte: 4}", "event_count\n  condition: {lt: 3}",
			"value_count\n  condition: {field: n, gte: 2}", "value_count\n  condition: {field: n, gt: 2}", "value_count\n  condition: {field: [n, v], gte: 2}",
			"value_count\n  condition: {field: n, lt: 2}", "value_sum\n  condition: {field: n, gte: 4}", "value_avg\n  condition: {field: n, gte: 2}",
			"value_median\n  condition: {field: n, gt: 2}", "first_seen")
		if over == "[a, b]" && d.IntN(3) == 0 {
			kind = pick(d, "temporal", "temporal_ordered", "temporal\n  condition: a and not b", "temporal\n  condition: {gte: 1}")
		}
		all[i] = fmt.Sprintf("title: x%d\nname: x%[1]d\ncorrelation:\n  rules: %s\n  group-by: [u]\n  timespan: %s\n  type: %s\n---\n", i, over, pick(d, "10s", "10s", "20s"), kind)
	}
	return all
}

// each runs hits through correlations and returns what each one raised, and the
// events that it lost to the bound.
func each(set *rules.Set, o correlate.Options, hits []oracle.Hit, between func(*correlate.Correlator) *correlate.Correlator) map[string]string {
	c, f := correlate.New(set, o), newFeed(set)
	var fired []*alert.Alert
	for i, h := range hits {
		if i > 0 && hits[i-1].Event != h.Event {
			c = between(c)
		}
		fired = c.Push(fired, f.alert(h))
	}
	fired = c.Flush(fired)
	found := map[string]string{}
	for _, a := range fired {
		found[a.Rule.Name] += describe([]*alert.Alert{a})
	}
	for _, b := range c.Stats().Bounded {
		found[b.Title] += fmt.Sprintf("lost %d events\n", b.Events)
	}
	return found
}

func same(c *correlate.Correlator) *correlate.Correlator { return c }

// TestSharing: correlations that share what they know raise what each raises
// alone, also when all are written and read anew.
func TestSharing(t *testing.T) {
	rounds := 400
	if testing.Short() {
		rounds = 60
	}
	raised := 0
	for seed := range rounds {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 8))}
		alike, hits := d.alike(8), d.hits(60)
		o := correlate.Options{Base: true, MaxEvents: pick(d, 0, 2, 3), Lateness: time.Duration(pick(d, 0, 5)) * time.Second}
		set := load(t, baseRules()+strings.Join(alike, ""))
		together := each(set, o, hits, func(c *correlate.Correlator) *correlate.Correlator {
			if d.IntN(20) > 0 {
				return c
			}
			return reread(t, c, set, o)
		})
		for i, text := range alike {
			name := fmt.Sprint("x", i)
			alone := each(load(t, baseRules()+text), o, hits, same)
			raised += strings.Count(alone[name], "\n")
			if together[name] != alone[name] {
				t.Fatalf("seed %d\n%s\ntogether\n%s\nalone\n%s", seed, text, together[name], alone[name])
			}
		}
	}
	if raised < 20*rounds {
		t.Errorf("only %d alerts", raised)
	}
}

// TestManyAlike: more correlations of the same than one series can remember the
// decisions of.
func TestManyAlike(t *testing.T) {
	var text strings.Builder
	for i := range 70 {
		fmt.Fprintf(&text, "title: x%d\nname: x%[1]d\ncorrelation: {type: event_count, rules: [a], group-by: [u], timespan: 10s, condition: {gte: %d}}\n---\n", i, i+1)
	}
	got := each(load(t, baseRules()+text.String()), correlate.Options{}, timeline(t, strings.Repeat("a@1:u=x ", 50)), same)
	for i := range 70 {
		if name := fmt.Sprint("x", i); strings.Count(got[name], "\n") != max(min(50-i, 1), 0) {
			t.Errorf("%s raised %q", name, got[name])
		}
	}
}

// TestResumeSharing: a correlation that is new knows what one with the same
// window has held; one whose window is gone starts anew.
func TestResumeSharing(t *testing.T) {
	corr := func(name, rest string) string {
		return fmt.Sprintf("title: %s\nname: %[1]s\ncorrelation: {rules: [a], group-by: [u], %s}\n---\n", name, rest)
	}
	five, three := corr("five", "type: event_count, timespan: 10s, condition: {gte: 5}"), corr("three", "type: event_count, timespan: 10s, condition: {gte: 3}")
	sum, long := corr("sum", "type: value_sum, timespan: 10s, condition: {field: n, gte: 3}"), corr("long", "type: event_count, timespan: 60s, condition: {gte: 3}")
	before := load(t, baseRules()+five+long)
	c, f := correlate.New(before, correlate.Options{}), newFeed(before)
	for _, h := range timeline(t, "a@0:u=x,n=1 a@1:u=x,n=1 a@2:u=x,n=1 a@3:u=x,n=1") {
		c.Push(nil, f.alert(h))
	}
	var state bytes.Buffer
	if err := c.Snapshot(&state); err != nil {
		t.Fatal(err)
	}
	after := load(t, baseRules()+three+sum+five)
	c, f = correlate.New(after, correlate.Options{}), newFeed(after)
	anew, gone, err := c.Resume(&state)
	if err != nil || len(anew) != 2 || anew[0].Title != "three" || anew[1].Title != "sum" || fmt.Sprint(gone) != "[long]" {
		t.Fatalf("%v %v %v", anew, gone, err)
	}
	var fired []string
	for _, h := range timeline(t, "a@4:u=x,n=1 a@5:u=x,n=1 a@6:u=x,n=1") {
		for _, a := range c.Push(nil, f.alert(h)) {
			fired = append(fired, fmt.Sprint(a.Rule.Title, a.Correlation.Count))
		}
	}
	if got := fmt.Sprint(fired); got != "[three5 five5 sum3]" {
		t.Error(got)
	}
}
