package replay

import (
	"cmp"
	"container/heap"
	"iter"
	"slices"
	"sync"

	"github.com/rulehound/rulehound/engine/alert"
)

// collector gathers hits in any order and gives them back sorted. What goes
// beyond the budget lies in temporary files meanwhile.
type collector struct {
	budget int64 // bytes
	sheets bool  // alerts are kept as they are to be written: in sheets, not packed

	rules ruleTable // of the alerts

	mu    sync.Mutex
	shelf *shelf // what is in memory; nil before there is anything
	spare *shelf // an empty one, if there is one
	free  freeBlocks
	runs  []*run

	// Of the one goroutine that calls addAlerts.
	encoder alert.Encoder
	packed  []byte
}

// shelf holds hits in memory.
type shelf struct {
	hits []hit
	kept blocks // their alerts
	size int64
}

// pack appends alerts of one event to b in the form in which they are kept.
func (c *collector) pack(e *alert.Encoder, b []byte, alerts []*alert.Alert) ([]byte, error) {
	if c.sheets {
		return e.AppendSheet(b, alerts, c.rules.number)
	}
	return alert.Pack(b, alerts, c.rules.number), nil
}

// add copies hits. It is safe for concurrent use.
func (c *collector) add(hits []hit) error {
	if len(hits) == 0 {
		return nil
	}
	if full := c.keep(hits); full != nil {
		return c.spill(full)
	}
	return nil
}

// keep copies hits to the shelf, and takes it away when it is full: others go on
// with an empty one while it is written.
func (c *collector) keep(hits []hit) (full *shelf) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shelf == nil {
		c.shelf = &shelf{}
	}
	for _, h := range hits {
		h.packed = c.shelf.kept.keep(h.packed, &c.free)
		c.shelf.hits = append(c.shelf.hits, h)
		c.shelf.size += h.weight()
	}
	if c.shelf.size > c.budget {
		full, c.shelf = c.shelf, c.spare
		c.spare = nil
	}
	return full
}

// spill writes the hits of a shelf, whose memory serves again.
func (c *collector) spill(s *shelf) error {
	slices.SortFunc(s.hits, compare)
	r, err := spill(s.hits)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.runs = append(c.runs, r)
	c.free.take(&s.kept)
	s.hits, s.size = s.hits[:0], 0
	c.spare = s
	return nil
}

// sorted yields all hits in order, each of which is valid until the next. It may be
// called once.
func (c *collector) sorted() iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		var m merge
		err := m.add(c.inMemory())
		for _, r := range c.runs {
			err = cmp.Or(err, m.add(r.next))
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

// inMemory returns the next function of the hits on the shelf.
func (c *collector) inMemory() func() (hit, bool, error) {
	var hits []hit
	if c.shelf != nil {
		hits = c.shelf.hits
		slices.SortFunc(hits, compare)
	}
	i := -1
	return func() (hit, bool, error) {
		if i++; i < len(hits) {
			return hits[i], true, nil
		}
		return hit{}, false, nil
	}
}

// close removes the temporary files.
func (c *collector) close() {
	for _, r := range c.runs {
		r.remove()
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
