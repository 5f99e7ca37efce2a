package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// startLimit is how much memory a process may take before garbage is collected
// for the first time. Nearly all that loading rules makes is kept, or is gone
// with the process soon after, so collecting it early is work for nothing; with
// few logs it is never collected at all.
const startLimit = 72 << 20

// runGrowth is how much garbage there may be before it is collected while logs
// are replayed, in per cent of what is kept. Matching makes little, so collecting
// it early costs little time and saves half of the memory.
const runGrowth = 55

// runRoom is how much a replay may hold, garbage and all, before it is collected at
// that pace, or for the first time: with few kinds of logs that is a handful of
// collections less, and with short ones the only one.
const runRoom = 120 << 20

// Where logs of many kinds, and so programs for many, are kept, it is collected
// earlier, so that it and they take no more than runSize, down to leastGrowth: less
// would cost more than it saves.
const (
	runSize     = 140 << 20
	leastGrowth = 25
	mostGrowth  = 300 // where hardly anything is kept
)

// largeRoom is how much heap is in large pages, see [largePages]: what a replay holds with
// its garbage.
const largeRoom = 128 << 20

// usualGrowth is what Go does by itself.
const usualGrowth = 100

// garbage says when garbage is collected while a command runs.
type garbage struct {
	percent int   // of growth, as the user or Go has it
	limit   int64 // of memory, as the user or Go has it

	mu sync.Mutex
	pace
}

type pace struct {
	putOff int64 // until so much memory is taken; 0: it is not
	growth int   // in per cent, from then on
	thrift bool  // growth hangs on what is kept
}

func newGarbage() *garbage {
	percent := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(percent)
	g := &garbage{percent: int(percent[0].Value.Uint64()), limit: debug.SetMemoryLimit(-1)}
	g.growth = g.percent
	return g
}

// hurry puts off collecting garbage: while rules are loaded there is no more than
// startLimit of memory, and what is left of that when they are, as the function
// says that it returns, serves until the next collection. A process that holds
// much already has no hurry.
func (g *garbage) hurry() (loaded func()) {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(held)
	if held[0].Value.Uint64() > startLimit/2 {
		return func() {}
	}
	if g.limit > startLimit+largeRoom { // who wants little memory gets it page by page
		largePages()
	}
	g.change(func(p *pace) { p.putOff = startLimit })
	return g.untilCollected
}

// untilCollected ends what hurry began with the next collection.
func (g *garbage) untilCollected() {
	g.collected(func() { g.change(func(p *pace) { p.putOff = 0 }) })
}

// collected calls then after the next collection.
func (g *garbage) collected(then func()) {
	runtime.AddCleanup(&mark{}, func(then func()) { then() }, then)
}

// mark is something for the next collection to find.
type mark struct{ _ *mark }

// thrift makes garbage be collected at runGrowth or less, unless the user wants
// another.
func (g *garbage) thrift() {
	if g.percent == usualGrowth {
		g.change(func(p *pace) {
			if p.growth, p.thrift = runGrowth, true; p.putOff > 0 {
				p.putOff = runRoom
			}
		})
		g.collected(g.adapt)
	}
}

// adapt sets the growth for what is kept, from now on after every collection.
func (g *garbage) adapt() {
	kept := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(kept)
	thrifty := false
	g.change(func(p *pace) {
		if thrifty = p.thrift; thrifty {
			p.growth = growthOf(int64(kept[0].Value.Uint64()))
		}
	})
	if thrifty {
		g.collected(g.adapt)
	}
}

// growthOf is how much garbage there may be, in per cent of what is kept: as much as
// fits into runRoom, or else runGrowth or less.
func growthOf(kept int64) int {
	upTo := func(size int64) int { return int((size - kept) * 20 / max(kept, 1) * 5) } // in steps of five
	return min(mostGrowth, max(upTo(runRoom), min(upTo(runSize), runGrowth), leastGrowth))
}

// settle leaves everything as it was.
func (g *garbage) settle() { g.change(func(p *pace) { *p = pace{growth: g.percent} }) }

func (g *garbage) change(to func(*pace)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	before := g.pace
	switch to(&g.pace); {
	case g.pace == before:
	case g.putOff > 0:
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(min(g.limit, g.putOff))
	default:
		debug.SetGCPercent(g.growth)
		debug.SetMemoryLimit(g.limit)
	}
}
