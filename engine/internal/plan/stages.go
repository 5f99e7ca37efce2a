package plan

import (
	"sync"
	"sync/atomic"

	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/normalize/event"
)

// stages is how a program runs. To make its index takes as long as dozens of
// events take without one, and most logs have few events of most classes. So a
// program asks every rule at first, and makes its index once that has taken a
// good part of what the index costs:
//
//	1,184 rules, 3 events  →  all rules are asked each time: 2 ms, where the index takes 30
//	1,184 rules, 10^6      →  all rules are asked for the first dozen of events, then there is an index
//
// Which of the two runs makes no difference to what matches.
type stages struct {
	plain atomic.Pointer[[]runnable] // nil once there is an index
	index atomic.Pointer[index]
	once  sync.Once
	spent atomic.Int64 // effort, so far
	like  slots.Sampler
	price int64 // of the index, as effort
}

const (
	// pricePerValue is the effort after which the index is made, for each value of
	// its tests. Making it takes some ten times as long: a log with many events
	// should not wait for what it will need anyway.
	pricePerValue = 250

	// longestPlain is the size of an event that has to wait for the index: what
	// somebody made large would take long without one.
	longestPlain = 1 << 16
)

// begin makes rules those that run.
func (p *stages) begin(rules []runnable) {
	p.plain.Store(&rules)
	for i := range rules {
		p.price += pricePerValue * values(rules[i].tree)
	}
}

// indexed returns the index, which it makes if need be for events like those that
// came before and the one at hand.
func (p *stages) indexed(s *State) *index {
	p.once.Do(func() {
		p.like.Add(s.Event)
		p.index.Store(newIndex(*p.plain.Load(), p.like.Take()))
		p.plain.Store(nil)
	})
	return p.index.Load()
}

// ready returns the index if it is time for it, or nil.
func (p *stages) ready(s *State) *index {
	if ix := p.index.Load(); ix != nil {
		return ix
	}
	if p.spent.Load() < p.price && isShort(s.Event.Source()) {
		return nil
	}
	return p.indexed(s)
}

// isShort reports whether the texts of ev have no more than longestPlain bytes.
func isShort(ev *event.Event) bool {
	n := 0
	for i := range ev.Fields {
		n += len(ev.Fields[i].Value.Raw())
	}
	return n <= longestPlain
}

// runPlain is Run without an index.
func (p *stages) runPlain(dst []Outcome, s *State) []Outcome {
	rules := p.plain.Load()
	if rules == nil {
		return p.index.Load().run(dst, s) // made meanwhile
	}
	s.Forget()
	before := s.Effort
	for i := range *rules {
		dst = (*rules)[i].run(dst, s)
	}
	p.spent.Add(s.Effort - before)
	p.like.Add(s.Event)
	return dst
}

// values returns how many values the tests under n have.
func values(n *tree.Node) int64 {
	if n.Op == tree.Leaf {
		return n.Test.Values()
	}
	sum := int64(0)
	for _, kid := range n.Kids {
		sum += values(kid)
	}
	return sum
}
