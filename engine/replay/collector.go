package replay

import (
	"cmp"
	"container/heap"
	"iter"
	"slices"

	"github.com/rulehound/rulehound/engine/alert"
)

// collector gathers alerts in any order and gives them back sorted. What goes beyond the
// budget lies in temporary files meanwhile.
type collector struct {
	budget  int64 // bytes, of each shelf
	sheets  bool  // alerts are kept as they are to be written: in sheets, not packed
	rules   ruleTable
	shelves []*shelf
}

// leastSpilt is what is worth a temporary file, of which a process may have only so many.
const leastSpilt = 4 << 20

// newCollector returns a collector with a number of shelves, which share the budget.
func newCollector(budget int64, sheets bool, shelves int) *collector {
	c := &collector{budget: max(budget/int64(shelves), min(budget, leastSpilt)), sheets: sheets}
	for range shelves {
		c.shelves = append(c.shelves, &shelf{collector: c})
	}
	return c
}

// shelf is where one goroutine puts its hits.
type shelf struct {
	*collector
	encoder alert.Encoder
	packed  []byte // scratch
	hits    []hit  // in memory
	kept    blocks // their alerts
	size    int64
	runs    []*run
}

// maxPacked bounds the memory for the alerts of one event.
const maxPacked = 1 << 20

// add adds alerts of one event, of which there is one or more, at the place of h.
func (s *shelf) add(h hit, alerts []*alert.Alert) error {
	b := s.packed[:0]
	if s.sheets {
		var err error
		if b, err = s.encoder.AppendSheet(b, alerts, s.rules.number); err != nil {
			return err
		}
	} else {
		b = alert.Pack(b, alerts, s.rules.number)
	}
	h.packed = s.kept.keep(b)
	if s.packed = b; cap(b) > maxPacked {
		s.packed = nil
	}
	s.hits = append(s.hits, h)
	if s.size += h.weight(); s.size > s.budget {
		return s.spill()
	}
	return nil
}

// spill writes the hits in memory to a file. The memory serves again.
func (s *shelf) spill() error {
	s.sort()
	r, err := spill(s.hits)
	if err != nil {
		return err
	}
	s.runs = append(s.runs, r)
	s.kept.reset()
	s.hits, s.size = s.hits[:0], 0
	return nil
}

// sort sorts the hits in memory.
func (s *shelf) sort() { slices.SortFunc(s.hits, compare) }

// sorted yields all hits in order, each of which is valid until the next. It may be
// called once.
func (c *collector) sorted() iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		var m merge
		var err error
		for _, s := range c.shelves {
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
			yield(hit{}, err)
		}
	}
}

// inMemory returns the next function of the hits in memory.
func (s *shelf) inMemory() func() (hit, bool, error) {
	s.sort()
	i := -1
	return func() (hit, bool, error) {
		if i++; i < len(s.hits) {
			return s.hits[i], true, nil
		}
		return hit{}, false, nil
	}
}

// close removes the temporary files.
func (c *collector) close() {
	for _, s := range c.shelves {
		for _, r := range s.runs {
			r.remove()
		}
	}
}

// merge is a heap of sorted streams by their first hits.
type merge []stream

type stream struct {
	first hit
	next  func() (hit, bool, error)
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
func (m *merge) add(next func() (hit, bool, error)) error {
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
func (h *hit) weight() int64 { return 80 + int64(len(h.packed)) }
