package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
)

// showProgress keeps one line on standard error up to date until the function
// that it returns is called. That may be called again.
func (a *app) showProgress(r *replay.Replay, when string) (done func()) {
	if when == "never" || when == "auto" && !a.stderrTerminal {
		return func() {}
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprintf(a.stderr, "\r%s\x1b[K", progressLine(r.Progress()))
			case <-stop:
				fmt.Fprint(a.stderr, "\r\x1b[K")
				return
			}
		}
	})
	return sync.OnceFunc(func() {
		close(stop)
		wg.Wait()
	})
}

// quieten returns a sink before whose first alert the progress ends, since both may
// go to one terminal.
func quieten(s sink.Sink, done func()) sink.Sink {
	q := quiet{s, done}
	if lines, ok := s.(sink.Lines); ok {
		return quietLines{q, lines}
	}
	return q
}

type quiet struct {
	sink.Sink
	done func()
}

func (q quiet) Write(ctx context.Context, a *alert.Alert) error {
	q.done()
	return q.Sink.Write(ctx, a)
}

type quietLines struct {
	quiet
	lines sink.Lines
}

func (q quietLines) WriteJSON(ctx context.Context, line []byte) error {
	q.done()
	return q.lines.WriteJSON(ctx, line)
}

func progressLine(p replay.Progress) string {
	percent := ""
	if p.AllBytes > 0 {
		percent = fmt.Sprintf(" %d%%", min(100, 100*p.Bytes/p.AllBytes))
	}
	return fmt.Sprintf("reading%s, %d of %d inputs, %d events, %d alerts", percent, p.Inputs, p.AllInputs, p.Events, p.Alerts)
}
