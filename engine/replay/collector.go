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

	mu   sync.Mutex
	hits []hit
	kept blocks // their alerts
	size int64
	runs []*run

	// Of the one goroutine that calls addAlerts.
	encoder alert.Encoder
	packed  []byte
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
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range hits {
		h.packed = c.kept.keep(h.packed)
		c.hits = append(c.hits, h)
		c.size += h.weight()
	}
	if c.size <= c.budget {
		return nil
	}
	return c.spill()
}

func (c *collector) spill() error {
	slices.SortFunc(c.hits, compare)
	r, err := spill(c.hits)
	if err != nil {
		return err
	}
	c.runs = append(c.runs, r)
	c.kept.reset()
	c.hits, c.size = c.hits[:0], 0
	return nil
}

// sorted yields all hits in order, each of which is valid until the next. It may be
// called once.
func (c *collector) sorted() iter.Seq2[hit, error] {
	return func(yield func(hit, error) bool) {
		slices.SortFunc(c.hits, compare)
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

func (c *collector) inMemory() func() (hit, bool, error) {
	i := -1
	return func() (hit, bool, error) {
		if i++; i < len(c.hits) {
			return c.hits[i], true, nil
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
