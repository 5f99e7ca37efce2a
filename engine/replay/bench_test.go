package replay_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// published is SigmaHQ's rules, all or those for Windows.
type published struct {
	set *rules.Set
	eng *engine.Engine
}

func sigmaHQ(b *testing.B, folders ...string) published {
	b.Helper()
	folder := filepath.Join(append([]string{corpora, "sigma", "rules"}, folders...)...)
	if _, err := os.Stat(folder); err != nil {
		b.Skipf("no %s: the corpora are not beside the checkout", folder)
	}
	loader := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	set, err := loader.LoadPaths(b.Context(), folder)
	if err != nil {
		b.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		b.Fatal(err)
	}
	return published{set, eng}
}

// leastEvents is what makes a replay more than its beginning and its end.
const leastEvents = 8000

// BenchmarkRun replays lines in memory: decode, normalise, match, and alerts
// written as JSON to nowhere.
func BenchmarkRun(b *testing.B) {
	needCorpora(b)
	load := sync.OnceValue(func() published { return sigmaHQ(b, "windows") })
	for _, l := range lanes {
		cut := sync.OnceValues(func() ([]byte, int) { return l.enough(b) })
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("corpus=%s/rules=windows/workers=%d", l.name, workers), func(b *testing.B) {
				lines, events := cut()
				b.SetBytes(int64(len(lines)))
				load().replay(b, workers, func() ([]*replay.Input, io.Reader) {
					return []*replay.Input{{Path: replay.Stdin}}, bytes.NewReader(lines)
				}, events)
			})
		}
	}
}

// BenchmarkReplay replays the EVTX files of the corpora with all rules of SigmaHQ.
func BenchmarkReplay(b *testing.B) {
	p := sigmaHQ(b)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("corpus=evtx/rules=%d/workers=%d", p.set.Len(), workers), func(b *testing.B) {
			p.replay(b, workers, func() ([]*replay.Input, io.Reader) {
				return replay.Expand([]string{filepath.Join(corpora, "evtx")}), nil
			}, 0)
		})
	}
}

// BenchmarkFull replays full EVTX logs, with the rules of SigmaHQ for Windows and with
// all.
func BenchmarkFull(b *testing.B) {
	benchmarkFull(b, "windows", fullSize, "windows")
	benchmarkFull(b, "all", fullSize)
}

// BenchmarkLong is BenchmarkFull of logs that are eight times as long: what workers learn
// before they are at their pace, the first of the garbage, and what one of them does at the
// end are no great part of it.
func BenchmarkLong(b *testing.B) { benchmarkFull(b, "windows", longSize, "windows") }

func benchmarkFull(b *testing.B, name string, size int, folders ...string) {
	needCorpora(b)
	load := sync.OnceValue(func() published { return sigmaHQ(b, folders...) })
	for _, l := range fullLogs {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("log=%s/rules=%s/workers=%d", l.name, name, workers), func(b *testing.B) {
				path := fullLog(b, l.of, size)
				b.SetBytes(int64(size))
				load().replay(b, workers, func() ([]*replay.Input, io.Reader) { return replay.Expand([]string{path}), nil }, 0)
			})
		}
	}
}

// replay replays what open gives again and again and reports events and
// processor time. events is how many there must be, 0 for any number.
func (p published) replay(b *testing.B, workers int, open func() ([]*replay.Input, io.Reader), events int) {
	b.Helper()
	once := func() *replay.Summary {
		inputs, stdin := open()
		r := &replay.Replay{Engine: p.eng, Rules: p.set, Workers: workers, Stdin: stdin}
		s, err := r.Run(context.Background(), inputs, sink.JSONL(io.Discard))
		if err != nil || events > 0 && s.Events.Read != int64(events) {
			b.Fatalf("%d of %d events, %v", s.Events.Read, events, err)
		}
		return s
	}
	once() // programs are compiled when an event first needs them
	b.ReportAllocs()
	var sum replay.Summary
	start := processorTime(b)
	for b.Loop() {
		s := once()
		sum.Events.Read += s.Events.Read
		sum.Alerts.Total += s.Alerts.Total
	}
	spent, n := processorTime(b)-start, float64(sum.Events.Read)
	b.ReportMetric(n/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(spent)/n, "cpu-ns/event")
	b.ReportMetric(float64(sum.Alerts.Total)/n, "alerts/event")
}

// processorTime is what the process has used, in user mode and in the system.
func processorTime(b *testing.B) time.Duration {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		b.Fatal(err)
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
}
