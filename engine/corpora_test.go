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
	keep func(n int, ev *event.Event) bool
}

var lanes = []lane{
	{"mix", func(n int, _ *event.Event) bool { return n%20 == 0 }},
	{"rich", func(n int, ev *event.Event) bool {
		id := ev.EventID
		return n%20 == 0 && !(isSysmon(ev) && (id == 7 || id == 10 || id == 12 || id == 13))
	}},
	{"proc", func(_ int, ev *event.Event) bool { return isSysmon(ev) && ev.EventID == 1 }},
}

func isSysmon(ev *event.Event) bool {
	return ev.Class().Channel == "microsoft-windows-sysmon/operational"
}

// laneEvents is the events of each lane among the first of every file, read once.
var laneEvents = sync.OnceValues(func() (map[string][]*event.Event, error) {
	const perFile = 10000
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", "corpora", "json", "nxlog-*.jsonl.gz"))
	kept := map[string][]*event.Event{}
	for _, file := range files {
		n := 0
		for ev, err := range normalised(file) {
			if err != nil && !errors.Is(err, event.ErrSkip) {
				return nil, err
			}
			if n++; n > perFile {
				break
			}
			for _, l := range lanes {
				if err == nil && l.keep(n, ev) {
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
			w := e.Worker()
			hits := matchAll(b, w, evs)
			benchmarkWorker(b, w, evs...)
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
			matchAll(b, e.Worker(), evs) // compiles what the events need
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
