package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/rulehound/rulehound/engine/replay"
)

// showProgress keeps one line on standard error up to date until the function
// that it returns is called.
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
	return func() {
		close(stop)
		wg.Wait()
	}
}

func progressLine(p replay.Progress) string {
	percent := ""
	if p.AllBytes > 0 {
		percent = fmt.Sprintf(" %d%%", min(100, 100*p.Bytes/p.AllBytes))
	}
	return fmt.Sprintf("reading%s, %d of %d inputs, %d events, %d alerts", percent, p.Inputs, p.AllInputs, p.Events, p.Alerts)
}
