package main

import (
	"runtime/debug"
	"syscall"
)

// largePages makes the kernel, where it can, back what the heap grows into by pages of
// 2 MiB: the first use of each page of 4 KiB is a tenth of the time that a replay takes,
// more so with several processors, all of which are told of some of them. The heap is
// made that large by something that is gone at once. Its memory stays the heap's,
// and what is asked of the kernel stays asked; none of it is held before it is used.
func largePages() {
	// Its size alone would begin a collection, before the one that takes it away.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	// Where it cannot, nothing is lost.
	_ = syscall.Madvise(make([]byte, largeRoom), syscall.MADV_HUGEPAGE)
	debug.FreeOSMemory()
}
