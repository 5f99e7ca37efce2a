// Package memory is what a correlator remembers, and does not know why: alerts in
// series, what the series measure, and texts by their numbers. It holds millions
// of them in few pieces, most of them without pointers, and uses again what is
// given back. Nothing in it is safe for concurrent use.
package memory

// Series is hits in the order of their times, or values of them, which lie in a
// Store. The zero Series is empty. It has no pointers.
type Series struct {
	Since  int64  // the time of the first hit
	Seq    uint64 // of the last event
	items  run
	Events int32
	tally  uint32 // of what it measures; only where there are many items
}

// Item is one hit of a series, or one of its values.
type Item struct {
	Value uint64 // the caller's: the digest of a text, the bits of a number, …
	Hit   uint32
}

// Len returns how many items a series has.
func (s *Series) Len() uint32 { return s.items.length }

// Store keeps what series are made of, and forgets it with them. The zero Store is empty.
type Store struct {
	hits    Slab[Hit]
	items   runs
	tallies Slab[tally]
	current current
	buf     []byte
	numbers []float64
}

// Items returns what a series has, the oldest first, until it changes.
func (st *Store) Items(s *Series) []Item { return st.items.of(&s.items) }

// First returns the oldest hit of a series that has one.
func (st *Store) First(s *Series) *Hit { return st.hits.At(st.Items(s)[0].Hit) }

// Last returns the newest hit of a series that has one.
func (st *Store) Last(s *Series) *Hit {
	items := st.Items(s)
	return st.hits.At(items[len(items)-1].Hit)
}

// Push adds a value of a hit to a series that is tallied as k says, always the
// same; another one of the same event does not count again.
func (st *Store) Push(s *Series, k Kept, value uint64, hit uint32) {
	h := st.hits.At(hit)
	h.items++
	if s.items.length == 0 {
		s.Since = h.Time
	}
	if s.items.length == 0 || s.Seq != h.Seq {
		s.Events++
	}
	s.Seq = h.Seq
	st.items.push(&s.items, Item{value, hit})
	switch {
	case s.tally != 0:
		k.add(st.tallies.At(s.tally), value)
	case s.items.length > few && k != Kept{}:
		st.tally(s, k)
	}
}

// tally begins to tally.
func (st *Store) tally(s *Series, k Kept) {
	s.tally = st.tallies.Take()
	for _, it := range st.Items(s) {
		k.add(st.tallies.At(s.tally), it.Value)
	}
}

// Pop takes the oldest item out of a series that has one.
func (st *Store) Pop(s *Series, k Kept) {
	value := st.pop(s)
	if s.tally != 0 {
		k.remove(st.tallies.At(s.tally), value)
	}
	if s.items.length == 0 && s.tally != 0 {
		st.tallies.Give(s.tally)
		s.tally = 0
	}
}

func (st *Store) pop(s *Series) uint64 {
	it := st.items.pop(&s.items)
	h := st.hits.At(it.Hit)
	if s.items.length == 0 {
		s.Events--
	} else if next := st.Items(s)[0].Hit; next != it.Hit {
		first := st.hits.At(next)
		if s.Since = first.Time; first.Seq != h.Seq {
			s.Events--
		}
	}
	if h.items--; h.items == 0 {
		st.forget(it.Hit)
	}
	return it.Value
}
