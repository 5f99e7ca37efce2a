package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// growth returns what the collector is set to.
func growth() int { return newGarbage().percent }

// TestGarbage: collection is put off until the first one, and everything is as it
// was in the end.
func TestGarbage(t *testing.T) {
	before := debug.SetGCPercent(usualGrowth)
	defer debug.SetGCPercent(before)
	debug.FreeOSMemory()
	g := newGarbage()
	g.change(func(p *pace) { p.putOff = startLimit }) // hurry may find too much held by other tests
	if growth() != -1 || debug.SetMemoryLimit(-1) != startLimit {
		t.Errorf("growth %d, limit %d: nothing is put off", growth(), debug.SetMemoryLimit(-1))
	}
	if g.thrift(); growth() != -1 {
		t.Error("thrift ends the hurry")
	}
	g.untilCollected()
	for end := time.Now().Add(time.Minute); growth() == -1 && time.Now().Before(end); {
		runtime.GC()
	}
	if growth() < runGrowth || debug.SetMemoryLimit(-1) != math.MaxInt64 {
		t.Errorf("growth %d, limit %d after a collection", growth(), debug.SetMemoryLimit(-1))
	}
	if g.settle(); growth() != usualGrowth {
		t.Errorf("growth %d in the end", growth())
	}
	debug.SetGCPercent(300)
	if g := newGarbage(); g.percent != 300 {
		t.Errorf("growth %d", g.percent)
	} else if g.thrift(); growth() != 300 {
		t.Error("what the user wants does not count")
	}
}

func TestGrowthOf(t *testing.T) {
	for kept, want := range map[int64]int{0: mostGrowth, 40 << 20: 200, 60 << 20: 100, 80 << 20: runGrowth, 85 << 20: runGrowth, 100 << 20: 40, 160 << 20: leastGrowth, 1 << 40: leastGrowth} {
		if got := growthOf(kept); got != want {
			t.Errorf("%d MiB grow by %d %%, want %d", kept>>20, got, want)
		}
	}
}
