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
	Buffers []*Buffer // one a goroutine
	Sheets  bool      // alerts are kept as they are to be written: in sheets, not packed
	budget  int64     // bytes, of each buffer
	rules   ruleTable
}

// leastSpilt is what is worth a temporary file, of which a process may have only so many.
const leastSpilt = 4 << 20

// New returns a Collector with a number of buffers, which share the budget.
func New(budget int64, sheets bool, buffers int) *Collector {
	c := &Collector{budget: max(budget/int64(buffers), min(budget, leastSpilt)), Sheets: sheets}
	for range buffers {
		c.Buffers = append(c.Buffers, &Buffer{all: c})
	}
	return c
}

// Rules returns the rules of all alerts, by the numbers that those have for them.
func (c *Collector) Rules() []*alert.Rule { return c.rules.rules }

// Buffer takes the hits of one goroutine.
type Buffer struct {
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
func (b *Buffer) Add(h Hit, alerts []*alert.Alert) error {
	packed := b.packed[:0]
	if b.all.Sheets {
		var err error
		if packed, err = b.encoder.AppendSheet(packed, alerts, b.all.rules.number); err != nil {
			return err
		}
	} else {
		packed = alert.Pack(packed, alerts, b.all.rules.number)
	}
	h.Packed = b.kept.keep(packed)
	if b.packed = packed; cap(packed) > maxPacked {
		b.packed = nil
	}
	b.hits = append(b.hits, h)
	if b.size += h.weight(); b.size > b.all.budget {
		return b.spill()
	}
	return nil
}

// spill writes the hits in memory to a file. The memory serves again.
func (b *Buffer) spill() error {
	b.Sort()
	r, err := spill(b.hits)
	if err != nil {
		return err
	}
	b.runs = append(b.runs, r)
	b.kept.reset()
	b.hits, b.size = b.hits[:0], 0
	return nil
}

// Sort sorts the hits in memory.
func (b *Buffer) Sort() { slices.SortFunc(b.hits, compare) }

// Sorted yields all hits in order, each of which is valid until the next. It may be
// called once.
func (c *Collector) Sorted() iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		var m merge
		var err error
		for _, b := range c.Buffers {
			err = cmp.Or(err, m.add(b.inMemory()))
			for _, r := range b.runs {
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
func (b *Buffer) inMemory() func() (Hit, bool, error) {
	b.Sort()
	i := -1
	return func() (Hit, bool, error) {
		if i++; i < len(b.hits) {
			return b.hits[i], true, nil
		}
		return Hit{}, false, nil
	}
}

// Close removes the temporary files.
func (c *Collector) Close() {
	for _, b := range c.Buffers {
		for _, r := range b.runs {
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
