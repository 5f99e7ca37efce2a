package memory

// run is a queue of items that lie side by side, so that looking through it
// waits for memory once. The zero run is empty.
type run struct {
	block  uint32 // of size's blocks
	start  uint32 // of the first item in it
	length uint32
	size   uint8 // blocks are of 2<<size items; 0: none
}

func (r *run) capacity() uint32 { return 2 << r.size }

// runs keeps the items of runs, without pointers, in blocks of 4, 8, 16, … of
// them. What is given back is used again.
type runs struct{ sizes [31]blocks }

// of returns the items of r, the oldest first, until r changes.
func (a *runs) of(r *run) []Item {
	if r.length == 0 {
		return nil
	}
	return a.sizes[r.size].at(r)[r.start:][:r.length]
}

// push adds an item at the end.
func (a *runs) push(r *run, it Item) {
	switch {
	case r.size == 0:
		a.move(r, 1)
	case r.start+r.length < r.capacity():
	case r.start >= r.capacity()/4:
		all := a.sizes[r.size].at(r)
		copy(all, all[r.start:])
		r.start = 0
	default:
		a.move(r, r.size+1)
	}
	a.sizes[r.size].at(r)[r.start+r.length] = it
	r.length++
}

// pop takes the first item out of a run that has one.
func (a *runs) pop(r *run) Item {
	it := a.sizes[r.size].at(r)[r.start]
	r.start++
	r.length--
	switch {
	case r.length == 0:
		a.sizes[r.size].give(r)
		*r = run{}
	case r.size > 1 && r.length <= r.capacity()/8:
		a.move(r, r.size-1)
	}
	return it
}

// move brings a run to a block of another size.
func (a *runs) move(r *run, size uint8) {
	to := run{length: r.length, size: size}
	a.sizes[size].take(&to)
	if r.size > 0 {
		copy(a.sizes[size].at(&to), a.of(r))
		a.sizes[r.size].give(r)
	}
	*r = to
}

// blocks are all blocks of one size, in chunks of several small ones or of one
// large one.
type blocks struct {
	chunks [][]Item
	free   []uint32
	count  uint32 // of those that were ever taken at once
}

const chunkItems = 512

// place returns the chunk of r's block, and where it is in it.
func (r *run) place() (chunk, at uint32) {
	shift := 8 - min(r.size, 8)
	return r.block >> shift, r.block & (1<<shift - 1) * r.capacity()
}

func (b *blocks) at(r *run) []Item {
	chunk, at := r.place()
	return b.chunks[chunk][at:][:r.capacity()]
}

// take gives r a block.
func (b *blocks) take(r *run) {
	if n := len(b.free); n > 0 {
		r.block = b.free[n-1]
		b.free = b.free[:n-1]
	} else {
		r.block = b.count
		b.count++
	}
	chunk, _ := r.place()
	if int(chunk) == len(b.chunks) {
		b.chunks = append(b.chunks, nil)
	}
	if b.chunks[chunk] == nil {
		b.chunks[chunk] = make([]Item, max(chunkItems, r.capacity()))
	}
}

// give takes r's block back. Large ones are of no more use.
func (b *blocks) give(r *run) {
	b.free = append(b.free, r.block)
	if r.capacity() > chunkItems {
		b.chunks[r.block] = nil
	}
}
