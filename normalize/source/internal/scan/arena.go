package scan

// Arena hands out pieces of memory, many of them from one allocation. What it
// has handed out is not written again, until Recycle says that all of it is
// done with. The zero Arena is ready to use.
type Arena[T any] struct {
	free []T // empty, with what is left of the memory at hand as its capacity
	home []T // what Recycle goes back to: the largest piece so far, all of it
	used int // since Recycle
}

// Recycle begins anew: everything handed out before may be written over. There
// will be room for as much as was handed out, so allocation comes to an end.
func (a *Arena[T]) Recycle() {
	if a.used > cap(a.home) {
		a.home = make([]T, 0, a.used+a.used/4)
	}
	a.free, a.used = a.home, 0
}

// Room returns an empty slice with capacity for n, which the caller fills, or
// outgrows, and then may give to Keep. usual is how many to allocate at once.
func (a *Arena[T]) Room(n, usual int) []T {
	if n > cap(a.free) {
		a.free = make([]T, 0, max(n, usual))
		if cap(a.free) > cap(a.home) {
			a.home = a.free
		}
	}
	return a.free
}

// Keep takes s, which Room returned and the caller filled, out of the Arena.
func (a *Arena[T]) Keep(s []T) []T {
	a.used += len(s)
	if cap(s) == cap(a.free) { // else it has outgrown the Arena's memory and has its own
		a.free = s[len(s):]
	}
	return s[:len(s):len(s)]
}
