//go:build linux

package engine_test

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"
)

func threadCPU() time.Duration {
	var ru syscall.Rusage
	syscall.Getrusage(1, &ru)
	return time.Duration(ru.Utime.Nano())
}

func TestCPU(t *testing.T) {
	runtime.LockOSThread()
	e := publishedEngine(t)
	for _, l := range lanes {
		evs := l.events(t, 20000)
		w := e.Worker()
		hits := matchAll(t, w, evs)
		n := 0
		runtime.GC()
		start := threadCPU()
		for time.Since(time.Time{}) > 0 && (n < len(evs) || threadCPU()-start < 1500*time.Millisecond) {
			for _, ev := range evs {
				w.Match(nil, ev)
			}
			n += len(evs)
		}
		d := threadCPU() - start
		fmt.Printf("%s: %d events, %.2f us/event, %d alerts\n", l.name, len(evs), float64(d.Microseconds())/float64(n), hits)
	}
}
