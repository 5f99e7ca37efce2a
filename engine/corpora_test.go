package engine_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
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

// A lane is a choice of the real events in the JSON corpora.
type lane struct {
	name string
	keep func(n int, ev *event.Event) bool
}

var lanes = []lane{
	{"mix", func(n int, _ *event.Event) bool { return n%8 == 0 }},
	{"rich", func(n int, ev *event.Event) bool {
		id := ev.EventID
		return n%8 == 0 && !(isSysmon(ev) && (id == 7 || id == 10 || id == 12 || id == 13))
	}},
	{"proc", func(_ int, ev *event.Event) bool { return isSysmon(ev) && ev.EventID == 1 }},
}

func isSysmon(ev *event.Event) bool {
	return ev.Class().Channel == "microsoft-windows-sysmon/operational"
}

// events returns up to limit events of a lane from the NXLog files.
func (l lane) events(tb testing.TB, limit int) []*event.Event {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(corpora(tb, "json"), "nxlog-*.jsonl.gz"))
	if err != nil || len(files) == 0 {
		tb.Skip("no NXLog files in the corpora")
	}
	var kept []*event.Event
	n := 0
	for _, file := range files {
		for ev, err := range normalised(tb, file) {
			if err != nil {
				tb.Fatal(err)
			}
			if n++; l.keep(n, ev) {
				kept = append(kept, alert.CloneEvent(ev))
			}
			if len(kept) == limit {
				return kept
			}
		}
	}
	return kept
}

func normalised(tb testing.TB, file string) func(func(*event.Event, error) bool) {
	return func(yield func(*event.Event, error) bool) {
		f, err := os.Open(file)
		if err != nil {
			tb.Fatal(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			tb.Fatal(err)
		}
		for ev, err := range normalize.New().Events(jsonl.Records(tb.Context(), z, file)) {
			if errors.Is(err, event.ErrSkip) {
				continue
			}
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
		evs := l.events(b, 20000)
		b.Run(fmt.Sprintf("corpus=%s/rules=sigmahq/events=%d", l.name, len(evs)), func(b *testing.B) {
			w := e.Worker()
			hits := matchAll(b, w, evs) // compiles what the events need
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := w.Match(nil, evs[i%len(evs)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
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
