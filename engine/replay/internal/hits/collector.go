package hits

import (
	"cmp"
	"container/heap"
	"iter"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
)

// Collector gathers alerts in any order and gives them back sorted. What goes beyond the
// budget lies in temporary files meanwhile.
type Collector struct {
	Shelves []*Shelf // one a goroutine
	Sheets  bool     // alerts are kept as they are to be written: in sheets, not packed
	budget  int64    // bytes, of each shelf
	rules   ruleTable
}

// leastSpilt is what is worth a temporary file, of which a process may have only so many.
const leastSpilt = 4 << 20

// New returns a Collector with a number of shelves, which share the budget.
func New(budget int64, sheets bool, shelves int) *Collector {
	c := &Collector{budget: max(budget/int64(shelves), min(budget, leastSpilt)), Sheets: sheets}
	for range shelves {
		c.Shelves = append(c.Shelves, &Shelf{all: c})
	}
	return c
}

// Rules returns the rules of all alerts, by the numbers that those have for them.
func (c *Collector) Rules() []*alert.Rule { return c.rules.rules }

// Shelf is where one goroutine puts its hits.
type Shelf struct {
	all     *Collector
	encoder alert.Encoder
	packed  []byte // scratch
	hits    []Hit  // in memory
	kept    blocks // their alerts
	size    int64
	runs    []*run
}

// maxPacked bounds the memory for the alerts of one event.
const maxPacked = 1 << 20

// Add adds alerts of one event, of which there is one or more, at the place of h.
func (s *Shelf) Add(h Hit, alerts []*alert.Alert) error {
	b := s.packed[:0]
	if s.all.Sheets {
		var err error
		if b, err = s.encoder.AppendSheet(b, alerts, s.all.rules.number); err != nil {
			return err
		}
	} else {
		b = alert.Pack(b, alerts, s.all.rules.number)
	}
	h.Packed = s.kept.keep(b)
	if s.packed = b; cap(b) > maxPacked {
		s.packed = nil
	}
	s.hits = append(s.hits, h)
	if s.size += h.weight(); s.size > s.all.budget {
		return s.spill()
	}
	return nil
}

// spill writes the hits in memory to a file. The memory serves again.
func (s *Shelf) spill() error {
	s.Sort()
	r, err := spill(s.hits)
	if err != nil {
		return err
	}
	s.runs = append(s.runs, r)
	s.kept.reset()
	s.hits, s.size = s.hits[:0], 0
	return nil
}

// Sort sorts the hits in memory.
func (s *Shelf) Sort() { slices.SortFunc(s.hits, compare) }

// Sorted yields all hits in order, each of which is valid until the next. It may be
// called once.
func (c *Collector) Sorted() iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		var m merge
		var err error
		for _, s := range c.Shelves {
			err = cmp.Or(err, m.add(s.inMemory()))
			for _, r := range s.runs {
				err = cmp.Or(err, m.add(r.next))
			}
		}
		for err == nil && len(m) > 0 {
			if !yield(m[0].first, nil) {
				return
			}
			err = m.advance()
		}
		if err != nil {
			yield(Hit{}, err)
		}
	}
}

// inMemory returns the next function of the hits in memory.
func (s *Shelf) inMemory() func() (Hit, bool, error) {
	s.Sort()
	i := -1
	return func() (Hit, bool, error) {
		if i++; i < len(s.hits) {
			return s.hits[i], true, nil
		}
		return Hit{}, false, nil
	}
}

// Close removes the temporary files.
func (c *Collector) Close() {
	for _, s := range c.Shelves {
		for _, r := range s.runs {
			r.remove()
		}
	}
}

// merge is a heap of sorted streams by their first hits.
type merge []stream

type stream struct {
	first Hit
	next  func() (Hit, bool, error)
}

func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, j int) bool { return compare(m[i].first, m[j].first) < 0 }
func (m merge) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)        { *m = append(*m, x.(stream)) }
func (m *merge) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}

// add puts in the stream that next gives, unless it is empty.
func (m *merge) add(next func() (Hit, bool, error)) error {
	first, ok, err := next()
	if ok {
		heap.Push(m, stream{first, next})
	}
	return err
}

// advance drops the first hit of all.
func (m *merge) advance() error {
	first, ok, err := (*m)[0].next()
	if !ok {
		heap.Pop(m)
		return err
	}
	(*m)[0].first = first
	heap.Fix(m, 0)
	return nil
}

// weight is the bytes of memory that a hit takes, roughly.
func (h *Hit) weight() int64 { return 80 + int64(len(h.Packed)) }
