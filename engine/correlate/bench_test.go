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

// hits is a million alerts within an hour.
func hits(set *rules.Set, group func(i int) int) []*alert.Alert {
	rule := newFeed(set).rules["a"]
	all := make([]*alert.Alert, 1_000_000)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range all {
		at := start.Add(time.Duration(i) * 3600 * time.Microsecond)
		user, n := fmt.Sprintf("user-%d", group(i)), fmt.Sprint(i%1000)
		all[i] = &alert.Alert{
			ID: fmt.Sprintf("%032x", i), Time: at, Rule: rule,
			Event:   &event.Event{Time: at, Source: event.Source{File: "logs/dc01/Security.evtx", Format: "evtx", Index: int64(i), Record: uint64(i), Offset: int64(i) << 10}},
			Matched: []alert.Match{{Field: "EventID", Value: "4625"}, {Field: "TargetUserName", Value: user}, {Field: "Status", Value: "STATUS_LOGON_FAILURE", Raw: "0xc000006d"}},
			Exports: []alert.Export{{Field: "u", Values: []string{user}}, {Field: "n", Values: []string{n}}},
		}
	}
	return all
}

// BenchmarkPush is a million hits in a hundred thousand groups through ten
// correlations: hits/s are those of processor time, garbage collection and all.
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
			alerts := hits(set, order.group)
			b.ReportAllocs()
			var c *correlate.Correlator
			before, began := heap(), cpu(b)
			for b.Loop() {
				c = correlate.New(set, correlate.Options{})
				var dst []*alert.Alert
				for _, a := range alerts {
					dst = c.Push(dst[:0], a)
				}
			}
			b.ReportMetric(float64(len(alerts))*float64(b.N)/(cpu(b)-began).Seconds(), "hits/cpu-s")
			b.ReportMetric(float64(c.Stats().Events), "events-held")
			b.ReportMetric(float64(heap()-before)/(1<<20), "MB-held")
			runtime.KeepAlive(c)
			runtime.KeepAlive(alerts)
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
