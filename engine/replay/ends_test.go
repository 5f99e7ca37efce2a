package replay_test

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
)

// TestGoroutinesEnd: whatever ends a replay, it leaves no goroutine and no file behind.
func TestGoroutinesEnd(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	before := runtime.NumGoroutine()
	for _, workers := range []int{1, 2, 5} {
		ctx, cancel := context.WithCancel(t.Context())
		r := newReplay(t)
		r.Workers, r.Budget, r.Stdin = workers, 100_000, &stopping{3000, cancel}
		if s, err := r.Run(ctx, replay.Expand([]string{replay.Stdin}), sink.JSONL(io.Discard)); err != nil || !s.Interrupted || s.Events.Read == 0 {
			t.Errorf("%d workers: %+v, %v", workers, s, err)
		}

		ctx, cancel = context.WithCancel(t.Context())
		pr, pw := io.Pipe()
		pr.CloseWithError(errors.New("nobody listens"))
		r = newReplay(t)
		r.Workers, r.Stdin = workers, &stopping{3000, cancel}
		if _, err := r.Run(ctx, replay.Expand([]string{replay.Stdin}), sink.JSONL(pw)); err == nil {
			t.Errorf("%d workers: the alerts were written to nobody", workers)
		}
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("temporary files were left behind: %v", left)
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines are left", runtime.NumGoroutine()-before)
		}
	}
}
