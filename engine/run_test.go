package engine_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// crowd compiles a rule that every second of the events numbered by stream
// satisfies, to run with n workers.
func crowd(t testing.TB, n int) *engine.Engine {
	t.Helper()
	e, err := engine.New(set(rule("even", anyWindows, field("N", ir.EndsWith, "0", "2", "4", "6", "8"))), engine.WithWorkers(n))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// stream yields n events; every tenth is preceded by the error of a lost one.
func stream(n int) iter.Seq2[*event.Event, error] {
	return func(yield func(*event.Event, error) bool) {
		for i := range n {
			if i%10 == 9 && !yield(nil, fmt.Errorf("before %d: %w", i, event.ErrSkip)) {
				return
			}
			ev := sysmon1(data("N", fmt.Sprint(i)))
			ev.Source.Index = int64(i)
			if !yield(ev, nil) {
				return
			}
		}
	}
}

// transcript lists what a run yields.
func transcript(ctx context.Context, e *engine.Engine, evs iter.Seq2[*event.Event, error]) []string {
	var lines []string
	for a, err := range e.Run(ctx, evs) {
		if err != nil {
			lines = append(lines, err.Error())
			continue
		}
		lines = append(lines, fmt.Sprint(a.Event.Source.Index, " ", a.ID))
	}
	return lines
}

func TestRunKeepsTheOrder(t *testing.T) {
	const n = 3000
	want := transcript(t.Context(), crowd(t, 1), stream(n))
	if len(want) != n/2+n/10 {
		t.Fatalf("one worker yields %d", len(want))
	}
	for _, workers := range []int{2, 5} {
		got := transcript(t.Context(), crowd(t, workers), stream(n))
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d workers differ from one", workers)
		}
	}
}

func TestRunEndsWithAFatalError(t *testing.T) {
	torn := func(yield func(*event.Event, error) bool) {
		if yield(sysmon1(data("N", "2")), nil) && yield(nil, io.ErrUnexpectedEOF) {
			t.Error("asked for more after the end")
		}
	}
	for _, workers := range []int{1, 2} {
		if got := transcript(t.Context(), crowd(t, workers), torn); len(got) != 2 || got[1] != io.ErrUnexpectedEOF.Error() {
			t.Errorf("%d workers: %v", workers, got)
		}
	}
}

func TestRunStops(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, workers := range []int{1, 2, 5} {
		n := 0
		for range crowd(t, workers).Run(t.Context(), stream(1<<40)) {
			if n++; n == 1000 {
				break
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		var last error
		for _, err := range crowd(t, workers).Run(ctx, stream(1<<40)) {
			if n--; n == 0 {
				cancel()
			}
			last = err
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("%d workers: ended with %v", workers, last)
		}
		cancel()
	}
	after := runtime.NumGoroutine()
	for range 1000 { // A goroutine that has said that it is done is gone a moment later.
		if after <= before {
			return
		}
		time.Sleep(time.Millisecond)
		after = runtime.NumGoroutine()
	}
	t.Errorf("%d goroutines are left", after-before)
}

// The alerts of a slow log come while it is still being written.
func TestRunDoesNotWaitForMore(t *testing.T) {
	for _, workers := range []int{1, 2} {
		seen := make(chan struct{})
		slow := func(yield func(*event.Event, error) bool) {
			if !yield(sysmon1(data("N", "1")), nil) || !yield(sysmon1(data("N", "2")), nil) {
				return
			}
			select {
			case <-seen:
			case <-time.After(10 * time.Second):
				t.Errorf("%d workers: no alert", workers)
			}
		}
		if workers == 1 {
			close(seen) // one goroutine cannot be asked while it reads
		}
		for range crowd(t, workers).Run(t.Context(), slow) {
			if workers > 1 {
				close(seen)
			}
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	if _, err := engine.New(set(), engine.WithWorkers(0)); err == nil {
		t.Error("no workers")
	}
	if _, err := engine.New(set(), engine.WithTaxonomy(nil)); err == nil {
		t.Error("no taxonomy")
	}
	if _, err := engine.New(set(rule("r", anyWindows, &ir.Not{}))); err == nil {
		t.Error("a senseless condition")
	}
}
