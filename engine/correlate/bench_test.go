package correlate_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/correlate"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules"
)

// ten is one correlation of every kind, or the most usual, that look at the
// alerts of a by user.
func ten() string {
	var text strings.Builder
	text.WriteString(baseRules())
	for i, kind := range []string{
		"type: event_count\n  condition: {gte: 50}", "type: event_count\n  condition: {gt: 100, lte: 200}",
		"type: value_count\n  condition: {field: n, gte: 50}", "type: value_count\n  condition: {field: [n, u], gte: 50}",
		"type: value_sum\n  condition: {field: n, gt: 1000000}", "type: value_avg\n  condition: {field: n, gt: 1000000}",
		"type: value_median\n  condition: {field: n, gt: 1000000}", "type: temporal", "type: temporal_ordered", "type: event_count\n  condition: {lt: 1.5}",
	} {
		over := "[a]"
		if strings.Contains(kind, "temporal") {
			over = "[a, b]"
		}
		fmt.Fprintf(&text, "title: x%d\nname: x%[1]d\ncorrelation:\n  rules: %s\n  group-by: [u]\n  timespan: 15m\n  %s\n---\n", i, over, kind)
	}
	return text.String()
}

// flow makes a million alerts within an hour, a few thousand of which are alive
// at a time, as when they come from the engine.
type flow struct {
	alerts [4096]*alert.Alert
	users  []string
	counts []string
	ids    string
}

const hits = 1_000_000

func newFlow(set *rules.Set, groups int) *flow {
	f := &flow{}
	rule := newFeed(set).rules["a"]
	for i := range f.alerts {
		f.alerts[i] = &alert.Alert{
			Rule:    rule,
			Event:   &event.Event{Source: event.Source{File: "logs/dc01/Security.evtx", Format: "evtx"}},
			Matched: []alert.Match{{Field: "EventID", Value: "4625"}, {Field: "TargetUserName"}, {Field: "Status", Value: "STATUS_LOGON_FAILURE", Raw: "0xc000006d"}},
			Exports: []alert.Export{{Field: "u", Values: []string{""}}, {Field: "n", Values: []string{""}}},
		}
	}
	for i := range groups {
		f.users = append(f.users, fmt.Sprintf("user-%d", i))
	}
	for i := range 1000 {
		f.counts = append(f.counts, fmt.Sprint(i))
	}
	var ids strings.Builder
	for i := range hits {
		fmt.Fprintf(&ids, "%032x", i)
	}
	f.ids = ids.String()
	return f
}

var began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func (f *flow) at(i, group int) *alert.Alert {
	a, user := f.alerts[i%len(f.alerts)], f.users[group]
	a.ID, a.Time = f.ids[32*i:32*i+32], began.Add(time.Duration(i)*3600*time.Microsecond)
	a.Event.Source.Index, a.Event.Source.Record, a.Event.Source.Offset = int64(i), uint64(i), int64(i)<<10
	a.Exports[0].Values[0], a.Exports[1].Values[0], a.Matched[1].Value = user, f.counts[i%1000], user
	return a
}

// BenchmarkPush is a million hits in a hundred thousand groups through ten
// correlations: hits/cpu-s are those of processor time, garbage collection and
// all.
func BenchmarkPush(b *testing.B) {
	const groups = 100_000
	set := load(b, ten())
	for _, order := range []struct {
		name  string
		group func(i int) int
	}{
		{"turns", func(i int) int { return i * 7919 % groups }},
		{"random", func(int) int { return rand.IntN(groups) }},
	} {
		b.Run("order="+order.name, func(b *testing.B) {
			f := newFlow(set, groups)
			b.ReportAllocs()
			var c *correlate.Correlator
			before, start := heap(), cpu(b)
			for b.Loop() {
				c = correlate.New(set, correlate.Options{})
				var dst []*alert.Alert
				for i := range hits {
					dst = c.Push(dst[:0], f.at(i, order.group(i)))
				}
			}
			b.ReportMetric(float64(hits)*float64(b.N)/(cpu(b)-start).Seconds(), "hits/cpu-s")
			b.ReportMetric(float64(c.Stats().Events), "events-held")
			b.ReportMetric(float64(heap()-before)/(1<<20), "MB-held")
			runtime.KeepAlive(c)
			runtime.KeepAlive(f)
		})
	}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// cpu is the processor time that the process has used.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
