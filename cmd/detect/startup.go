package main

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
)

// startLimit is how much memory loading rules may take before garbage is
// collected. Nearly all that loading makes is kept, or is gone with the process
// soon after, so collecting it early is work for nothing.
const startLimit = 72 << 20

// hurry puts off collecting garbage until the function that it returns is
// called. It does nothing in a process that holds much already.
func hurry() (done func()) {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(held)
	if held[0].Value.Uint64() > startLimit/2 {
		return func() {}
	}
	percent := debug.SetGCPercent(-1)
	limit := debug.SetMemoryLimit(math.MaxInt64)
	debug.SetMemoryLimit(min(limit, startLimit))
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

// runGrowth is how much garbage there may be before it is collected while logs
// are replayed, in per cent of what is kept. Matching makes little, so collecting
// it early costs little time and saves half of the memory.
const runGrowth = 55

// thrift sets the collector so, unless the user has set it, until the function
// that it returns is called.
func thrift() (done func()) {
	percent := debug.SetGCPercent(runGrowth)
	if percent != usualGrowth {
		debug.SetGCPercent(percent)
	}
	return func() { debug.SetGCPercent(percent) }
}

// usualGrowth is what Go does by itself.
const usualGrowth = 100
