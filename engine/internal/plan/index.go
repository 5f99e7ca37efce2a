package plan

import (
	"cmp"
	"slices"
)

// index finds out in one pass over an event's values which tests of a program
// can be true, and so which rules can match.
//
//	values → literals that are there → tests that may be true → rules to evaluate
type index struct {
	slots    []*slotIndex
	literals [][]int32 // the tests that each literal speaks for
	rules    [][]int32 // the rules that each test is a witness of
	always   []uint64  // the rules without a witness, a bit each
}

// indexer makes an index for the rules of a program.
type indexer struct {
	tests    map[*Test]int32 // numbers
	exact    []bool          // by test
	found    [][]int32       // by test: the literals that speak for it
	numbers  map[literal]int32
	literals []literal
	uses     []int       // by literal: how many tests it speaks for
	shorts   map[int]int // by slot: how many short texts may stand anywhere
}

func newIndex(rules []runnable) *index {
	x := &indexer{tests: map[*Test]int32{}, numbers: map[literal]int32{}, shorts: map[int]int{}}
	seen := map[literal]bool{}
	for i := range rules {
		x.countShorts(seen, rules[i].tree)
	}
	for i := range rules {
		x.enter(rules[i].tree)
	}
	ix := &index{
		literals: make([][]int32, len(x.literals)),
		rules:    make([][]int32, len(x.found)),
		always:   make([]uint64, (len(rules)+63)/64),
	}
	for test, ids := range x.found {
		for _, id := range ids {
			ix.literals[id] = append(ix.literals[id], int32(test))
		}
	}
	for i := range rules {
		ix.witness(x, int32(i), rules[i].tree)
		rules[i].tree = x.guard(rules[i].tree)
	}
	ix.slots = x.slotIndexes()
	return ix
}

// countShorts counts the short texts of each slot under n.
func (x *indexer) countShorts(seen map[literal]bool, n *Node) {
	for _, kid := range n.Kids {
		x.countShorts(seen, kid)
	}
	if n.Op != Leaf {
		return
	}
	lits, _ := literalsOf(n.Test, func(int) bool { return true })
	for _, l := range lits {
		if l.place == anywhere && len(l.text) <= shortLength && !seen[l] {
			seen[l] = true
			x.shorts[l.slot]++
		}
	}
}

// hasShorts reports whether short texts are looked for anywhere in a slot.
func (x *indexer) hasShorts(slot int) bool { return x.shorts[slot] >= manyShorts }

// enter numbers the tests under n and their literals.
func (x *indexer) enter(n *Node) {
	for _, kid := range n.Kids {
		x.enter(kid)
	}
	if n.Op != Leaf {
		return
	}
	if _, ok := x.tests[n.Test]; ok {
		return
	}
	lits, exact := literalsOf(n.Test, x.hasShorts)
	if len(lits) == 0 {
		return
	}
	x.tests[n.Test] = int32(len(x.found))
	x.exact = append(x.exact, exact)
	var ids []int32
	for _, l := range lits {
		ids = append(ids, x.number(l))
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, id := range ids {
		x.uses[id]++
	}
	x.found = append(x.found, ids)
}

func (x *indexer) number(l literal) int32 {
	id, ok := x.numbers[l]
	if !ok {
		id = int32(len(x.literals))
		x.numbers[l] = id
		x.literals = append(x.literals, l)
		x.uses = append(x.uses, 0)
	}
	return id
}

// guard returns n with what the index answers:
//
//	Image|endswith: '\a.exe'  →  Known    the index says yes or no
//	Image|re: 'a+b'           →  Guarded  the index may say no; yes must be tested
func (x *indexer) guard(n *Node) *Node {
	if n.Op == Leaf {
		test, ok := x.tests[n.Test]
		if !ok {
			return n
		}
		c := *n
		c.Op, c.number = Guarded, test
		if x.exact[test] {
			c.Op = Known
		}
		return &c
	}
	for i, kid := range n.Kids {
		n.Kids[i] = x.guard(kid)
	}
	return n
}

// witness makes rule a candidate whenever one of its witnesses is there.
func (ix *index) witness(x *indexer, rule int32, tree *Node) {
	w := x.witnesses(tree)
	if !w.any {
		ix.always[rule/64] |= 1 << (rule % 64)
		return
	}
	for _, test := range w.tests {
		if !slices.Contains(ix.rules[test], rule) {
			ix.rules[test] = append(ix.rules[test], rule)
		}
	}
}

func (x *indexer) slotIndexes() []*slotIndex {
	bySlot := map[int][]int32{}
	for id, l := range x.literals {
		bySlot[l.slot] = append(bySlot[l.slot], int32(id))
	}
	var slots []*slotIndex
	for slot, ids := range bySlot {
		slots = append(slots, newSlotIndex(slot, ids, x.literals))
	}
	slices.SortFunc(slots, func(a, b *slotIndex) int { return cmp.Compare(a.slot, b.slot) })
	return slots
}

// scan finds the literals, tests and candidates of the loaded event.
func (ix *index) scan(s *State) {
	s.literals.reset(len(ix.literals))
	s.tests.reset(len(ix.rules))
	for _, x := range ix.slots {
		if x.slot == everySlot {
			x.findEverywhere(&s.literals, s)
		} else if f := s.Event.Field(x.slot); f.Len() > 0 {
			x.find(&s.literals, f)
		}
	}
	s.candidates = append(s.candidates[:0], ix.always...)
	for _, id := range s.literals.list {
		for _, test := range ix.literals[id] {
			if !s.tests.add(test) {
				continue
			}
			for _, rule := range ix.rules[test] {
				s.candidates[rule/64] |= 1 << (rule % 64)
			}
		}
	}
}
