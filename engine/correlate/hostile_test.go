package correlate_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestHostileRules: correlations made to be much are refused or run, each with
// its reason.
func TestHostileRules(t *testing.T) {
	chain := func(n int, end string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "title: c%d\nname: c%[1]d\ncorrelation: {type: event_count, rules: [c%d], timespan: 5m, condition: {gte: 1}}\n---\n", i, i+1)
		}
		return b.String() + end
	}
	names := func(n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprint("r", i)
		}
		return strings.Join(all, ", ")
	}
	var many strings.Builder
	for i := range 9_999 {
		fmt.Fprintf(&many, "title: r%d\nname: r%[1]d\nlogsource: {product: windows}\ndetection: {s: {A: 1}, condition: s}\n---\n", i)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"a long chain", chain(5000, strings.Replace(baseRules(), "name: a", "name: c5000", 1)), "sigma-correlation-cycle"},
		{"a long cycle", chain(5000, "title: z\nname: c5000\ncorrelation: {type: event_count, rules: [c0], timespan: 5m, condition: {gte: 1}}\n"), "sigma-correlation-cycle"},
		{"itself", "title: c\nname: c\ncorrelation: {type: event_count, rules: [c], timespan: 5m, condition: {gte: 1}}\n", "sigma-correlation-cycle"},
		{"many rules", many.String() + "title: x\ncorrelation: {type: event_count, rules: [" + names(9_999) + "], timespan: 5m, condition: {gte: 1}}\n", ""},
		{"many rules that are not there", many.String() + "title: x\ncorrelation: {type: event_count, rules: [" + strings.ReplaceAll(names(9_999), "r", "q") + "], timespan: 5m, condition: {gte: 1}}\n", "sigma-correlation-unresolved"},
		{"many rules in order", many.String() + "title: x\ncorrelation: {type: temporal_ordered, rules: [" + names(9_999) + "], timespan: 5m}\n", "sigma-too-large"},
		{"many brackets", baseRules() + "title: x\ncorrelation: {type: temporal, rules: [a, b], timespan: 5m, condition: '" + strings.Repeat("(", 20_000) + "a and b" + strings.Repeat(")", 20_000) + "'}\n", "sigma-correlation-condition"},
		{"many nots", baseRules() + "title: x\ncorrelation: {type: temporal, rules: [a, b], timespan: 5m, condition: '" + strings.Repeat("not ", 10_000) + "a and b'}\n", "sigma-correlation-condition"},
		{"a long timespan", baseRules() + "title: x\ncorrelation: {type: event_count, rules: [a], timespan: 999999999999y, condition: {gte: 1}}\n", "sigma-timespan"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := rules.Loader{Formats: []rules.Format{sigma.Format()}}
			set, err := l.Load(context.Background(), fstest.MapFS{"r.yml": {Data: []byte(tt.text)}})
			if err != nil {
				t.Fatal(err)
			}
			correlate.New(set, correlate.Options{})
			if err := set.Err(); (tt.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%.300v, want %s", err, tt.want)
			}
		})
	}
}

// FuzzRestore: a state that was tampered with is refused, or is one that the
// correlator can go on from.
func FuzzRestore(f *testing.F) {
	d := dice{rand.New(rand.NewPCG(1, 6))}
	set := load(f, ten()+"title: f\nname: f\ncorrelation: {type: first_seen, rules: [a], known: [b], group-by: [u]}\n---\n"+
		"title: o\nname: o\ncorrelation: {type: temporal_ordered, rules: [x0, b], group-by: [v], timespan: 1h, condition: x0 and not b}\n")
	hits := d.hits(60)
	c, fd := correlate.New(set, correlate.Options{Lateness: 1}), newFeed(set)
	for i, h := range hits {
		c.Push(nil, fd.alert(h))
		if i%20 == 0 {
			var state bytes.Buffer
			if err := c.Snapshot(&state); err != nil {
				f.Fatal(err)
			}
			f.Add(state.Bytes(), 0, byte(0))
			for range 50 {
				f.Add(state.Bytes(), d.IntN(state.Len()), byte(d.IntN(256)))
			}
		}
	}
	f.Fuzz(func(t *testing.T, state []byte, at int, b byte) {
		if at >= 0 && at < len(state) {
			state = bytes.Clone(state)
			state[at] ^= b
		}
		c := correlate.New(set, correlate.Options{Lateness: 1})
		if c.Restore(bytes.NewReader(state)) != nil {
			return
		}
		for _, h := range hits {
			c.Push(nil, fd.alert(h))
		}
		c.Flush(nil)
		if err := c.Snapshot(&bytes.Buffer{}); err != nil {
			t.Error(err)
		}
	})
}
