package engine_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// corpora is the folder of real logs and rules beside a checkout.
func corpora(tb testing.TB, folder string) string {
	tb.Helper()
	dir := filepath.Join("..", "..", "shared", "corpora", folder)
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("the corpora are not here: %v", err)
	}
	return dir
}

// published is SigmaHQ's main rules, loaded once.
var published = sync.OnceValues(func() (*rules.Set, error) {
	l := rules.Loader{Formats: []rules.Format{sigma.Format()}}
	return l.LoadPaths(context.Background(), filepath.Join("..", "..", "shared", "corpora", "sigma", "rules"))
})

func publishedEngine(tb testing.TB) *engine.Engine {
	tb.Helper()
	corpora(tb, "sigma")
	set, err := published()
	if err != nil {
		tb.Fatal(err)
	}
	e, err := engine.New(set)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// A lane is a choice of the real events in the NXLog corpora.
type lane struct {
	name string
	keep func(n int, c event.Class) bool
}

var lanes = []lane{
	{"mix", func(n int, _ event.Class) bool { return n%200 == 0 }},
	{"rich", func(n int, c event.Class) bool {
		id := c.EventID
		return n%100 == 0 && !(c.Channel == sysmonLog && (id == 7 || id == 10 || id == 12 || id == 13))
	}},
	{"proc", func(_ int, c event.Class) bool { return c.Channel == sysmonLog && c.EventID == 1 }},
	classLane("sysmon-3", sysmonLog, 3), classLane("sysmon-7", sysmonLog, 7), classLane("sysmon-10", sysmonLog, 10),
	classLane("sysmon-11", sysmonLog, 11), classLane("sysmon-12", sysmonLog, 12), classLane("sysmon-13", sysmonLog, 13),
	classLane("powershell-4103", "microsoft-windows-powershell/operational", 4103),
	classLane("powershell-4104", "microsoft-windows-powershell/operational", 4104),
	classLane("powershell-800", "windows powershell", 800),
	classLane("security-4624", "security", 4624), classLane("security-4656", "security", 4656),
	classLane("security-4658", "security", 4658), classLane("security-5156", "security", 5156),
}

const sysmonLog = "microsoft-windows-sysmon/operational"

func classLane(name, channel string, id uint32) lane {
	return lane{name, func(n int, c event.Class) bool { return c.Channel == channel && c.EventID == id && n%7 == 0 }}
}

// laneMost bounds the events of a lane.
const laneMost = 1000

// laneEvents is the events of each lane, read once.
var laneEvents = sync.OnceValues(func() (map[string][]*event.Event, error) {
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", "corpora", "json", "nxlog-*.jsonl.gz"))
	kept := map[string][]*event.Event{}
	for _, file := range files {
		n := 0
		for ev, err := range normalised(file) {
			if err != nil && !errors.Is(err, event.ErrSkip) {
				return nil, err
			}
			if n++; err != nil {
				continue
			}
			for _, l := range lanes {
				if l.keep(n, ev.Class()) && len(kept[l.name]) < laneMost {
					kept[l.name] = append(kept[l.name], alert.CloneEvent(ev))
				}
			}
		}
	}
	return kept, err
})

// events returns the events of a lane.
func (l lane) events(tb testing.TB) []*event.Event {
	tb.Helper()
	corpora(tb, "json")
	all, err := laneEvents()
	if err != nil {
		tb.Fatal(err)
	}
	if len(all[l.name]) == 0 {
		tb.Fatalf("no events for lane %s", l.name)
	}
	return all[l.name]
}

func normalised(file string) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		f, err := os.Open(file)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			yield(nil, err)
			return
		}
		for ev, err := range normalize.New().Events(jsonl.Records(context.Background(), z, file)) {
			if !yield(ev, err) {
				return
			}
		}
	}
}

// BenchmarkMatch matches real events against SigmaHQ's rules; decoding is not
// measured.
func BenchmarkMatch(b *testing.B) {
	e := publishedEngine(b)
	for _, l := range lanes {
		evs := l.events(b)
		b.Run(fmt.Sprintf("corpus=%s/rules=sigmahq/events=%d", l.name, len(evs)), func(b *testing.B) {
			hits := matchAll(b, e.Worker(), evs)
			benchmarkWorker(b, e, evs...)
			b.ReportMetric(float64(hits)/float64(len(evs)), "alerts/event")
		})
	}
}

func matchAll(tb testing.TB, w *engine.Worker, evs []*event.Event) (hits int) {
	tb.Helper()
	for _, ev := range evs {
		alerts, err := w.Match(nil, ev)
		if err != nil {
			tb.Fatal(err)
		}
		hits += len(alerts)
	}
	return hits
}

// BenchmarkNew compiles SigmaHQ's rules.
func BenchmarkNew(b *testing.B) {
	corpora(b, "sigma")
	set, err := published()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.New(set); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrograms makes the programs of a lane, with their indexes.
func BenchmarkPrograms(b *testing.B) {
	e := publishedEngine(b)
	for _, l := range []lane{lanes[0], lanes[2]} {
		evs := l.events(b)
		b.Run(fmt.Sprintf("corpus=%s/rules=sigmahq", l.name), func(b *testing.B) {
			b.ReportAllocs()
			start := processorTime(b)
			for b.Loop() {
				e.Forget()
				e.Indexed(evs[:min(len(evs), 100)]...)
			}
			b.ReportMetric(float64(processorTime(b)-start)/float64(b.N), "cpu-ns/op")
		})
	}
}

// BenchmarkRun matches the mixed events with one worker and with two.
func BenchmarkRun(b *testing.B) {
	corpora(b, "sigma")
	set, err := published()
	if err != nil {
		b.Fatal(err)
	}
	evs := lanes[0].events(b)
	for _, workers := range []int{1, 2} {
		e, err := engine.New(set, engine.WithWorkers(workers))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("corpus=mix/rules=sigmahq/workers=%d", workers), func(b *testing.B) {
			e.Indexed(evs...)
			b.ReportAllocs()
			for b.Loop() {
				for _, err := range e.Run(b.Context(), all(evs)) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.N*len(evs))/b.Elapsed().Seconds(), "events/s")
		})
	}
}

func all(evs []*event.Event) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		for _, ev := range evs {
			if !yield(ev, nil) {
				return
			}
		}
	}
}
