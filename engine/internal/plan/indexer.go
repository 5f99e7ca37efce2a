package plan

import "slices"

// indexer numbers the tests of a program that literals speak for, and those.
//
//	Image|endswith: ['\a.exe', '\b.exe']  →  test 0 is true where literal 0 or 1 is
type indexer struct {
	tests    map[*Test]int32 // numbers
	list     []*Test         // by number
	exact    []bool          // by test
	found    [][]int32       // by test: the literals that speak for it
	numbers  map[literal]int32
	literals []literal
	uses     []int // by literal: how many tests it speaks for
}

func newIndexer() *indexer {
	return &indexer{tests: map[*Test]int32{}, numbers: map[literal]int32{}}
}

// indexed returns an indexer with the tests of rules.
func indexed(rules []runnable) *indexer {
	var all extracts
	for i := range rules {
		all.collect(rules[i].tree)
	}
	x := newIndexer()
	for _, e := range all.list {
		if lits, exact := literalsOf(e, all.hasShorts); len(lits) > 0 {
			x.add(e, lits, exact)
		}
	}
	return x
}

// extracts are the tests of rules, each once.
type extracts struct {
	list   []*Test
	seen   map[*Test]bool
	shorts map[literal]bool // the short texts that may stand anywhere
	count  map[int]int      // of them, by slot
}

// collect notes the tests under n and counts the short texts of each slot.
func (a *extracts) collect(n *Node) {
	for _, kid := range n.Kids {
		a.collect(kid)
	}
	if n.Op != Leaf || a.seen[n.Test] {
		return
	}
	if a.seen == nil {
		a.seen, a.shorts, a.count = map[*Test]bool{}, map[literal]bool{}, map[int]int{}
	}
	a.seen[n.Test] = true
	a.list = append(a.list, n.Test)
	lits, _ := literalsOf(n.Test, func(int) bool { return true })
	for _, l := range lits {
		if l.place == anywhere && len(l.text) <= shortLength && !a.shorts[l] {
			a.shorts[l] = true
			a.count[l.slot]++
		}
	}
}

// hasShorts reports whether short texts are looked for anywhere in a slot.
func (a *extracts) hasShorts(slot int) bool { return a.count[slot] >= manyShorts }

// add numbers a test and the literals that speak for it.
func (x *indexer) add(t *Test, lits []literal, exact bool) {
	x.tests[t] = int32(len(x.found))
	x.list = append(x.list, t)
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

// only returns an indexer with those of the tests that keep says, numbered anew.
func (x *indexer) only(keep []bool) *indexer {
	y := newIndexer()
	for n, t := range x.list {
		if keep[n] {
			var lits []literal
			for _, id := range x.found[n] {
				lits = append(lits, x.literals[id])
			}
			y.add(t, lits, x.exact[n])
		}
	}
	return y
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
