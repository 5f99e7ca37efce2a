package plan

import "slices"

// indexer numbers the tests of a program that literals speak for, and those.
//
//	Image|endswith: ['\a.exe', '\b.exe']  →  test 0 is true where literal 0 or 1 is
type indexer struct {
	tests    map[*Test]int32 // numbers
	list     []*Test         // by number
	exact    []bool          // by test
	found    [][]int32       // by test: the literals that speak for it, in the author's order if no two are the same
	numbers  map[literalKey]int32
	literals []literal
	uses     []int // by literal: how many tests it speaks for
}

// newIndexer returns an indexer with room for so many tests and literals.
func newIndexer(tests, literals int) *indexer {
	return &indexer{
		tests: make(map[*Test]int32, tests), list: make([]*Test, 0, tests),
		exact: make([]bool, 0, tests), found: make([][]int32, 0, tests),
		numbers: make(map[literalKey]int32, literals), literals: make([]literal, 0, literals), uses: make([]int, 0, literals),
	}
}

// indexed returns an indexer with the tests of rules.
func indexed(rules []runnable) *indexer {
	all := extracts{seen: map[*Test]bool{}, shorts: map[literalKey]bool{}, count: map[int]int{}}
	for i := range rules {
		all.collect(rules[i].tree)
	}
	n := 0
	for i := range all.list {
		n += len(all.list[i].literals)
	}
	x := newIndexer(len(all.list), n)
	for _, e := range all.list {
		if e.short && !all.hasShorts(e.literals[0].slot) {
			e.literals, e.exact = literalsOf(e.test, all.hasShorts)
		}
		if len(e.literals) > 0 {
			x.add(e.test, e.literals, e.exact)
		}
	}
	return x
}

// extracts are the tests of rules, each once, with their literals.
type extracts struct {
	list   []extract
	seen   map[*Test]bool
	shorts map[literalKey]bool // the short texts that may stand anywhere
	count  map[int]int         // of them, by slot
}

type extract struct {
	test     *Test
	literals []literal // short ones and all
	exact    bool
	short    bool // some are short
}

// collect notes the tests under n and counts the short texts of each slot.
func (a *extracts) collect(n *Node) {
	for _, kid := range n.Kids {
		a.collect(kid)
	}
	if n.Op != Leaf || a.seen[n.Test] {
		return
	}
	a.seen[n.Test] = true
	e := extract{test: n.Test}
	e.literals, e.exact = literalsOf(n.Test, func(int) bool { return true })
	for _, l := range e.literals {
		if l.place == anywhere && len(l.text) <= shortLength {
			e.short = true
			if key := l.key(); !a.shorts[key] {
				a.shorts[key] = true
				a.count[l.slot]++
			}
		}
	}
	a.list = append(a.list, e)
}

// hasShorts reports whether short texts are looked for anywhere in a slot.
func (a *extracts) hasShorts(slot int) bool { return a.count[slot] >= manyShorts }

// add numbers a test and the literals that speak for it.
func (x *indexer) add(t *Test, lits []literal, exact bool) {
	x.enter(t, exact)
	ids := make([]int32, 0, len(lits))
	for _, l := range lits {
		ids = append(ids, x.number(l))
	}
	x.speak(ids)
}

// enter numbers a test; speak says which literals speak for it.
func (x *indexer) enter(t *Test, exact bool) {
	x.tests[t] = int32(len(x.found))
	x.list = append(x.list, t)
	x.exact = append(x.exact, exact)
}

func (x *indexer) speak(ids []int32) {
	if sorted := slices.Compact(slices.Sorted(slices.Values(ids))); len(sorted) < len(ids) {
		ids = sorted
	}
	for _, id := range ids {
		x.uses[id]++
	}
	x.found = append(x.found, ids)
}

func (x *indexer) number(l literal) int32 {
	key := l.key()
	id, ok := x.numbers[key]
	if !ok {
		id = x.append(l)
		x.numbers[key] = id
	}
	return id
}

func (x *indexer) append(l literal) int32 {
	x.literals = append(x.literals, l)
	x.uses = append(x.uses, 0)
	return int32(len(x.literals) - 1)
}

// only returns an indexer with those of the tests that keep says, and their new
// numbers.
func (x *indexer) only(keep []bool) (y *indexer, tests []int32) {
	y, tests = newIndexer(len(x.list), 0), make([]int32, len(x.list))
	numbers := make([]int32, len(x.literals)) // one more than y's, 0 for none
	for n, t := range x.list {
		if !keep[n] {
			continue
		}
		tests[n] = int32(len(y.list))
		y.enter(t, x.exact[n])
		ids := make([]int32, 0, len(x.found[n]))
		for _, id := range x.found[n] {
			if numbers[id] == 0 {
				numbers[id] = y.append(x.literals[id]) + 1
			}
			ids = append(ids, numbers[id]-1)
		}
		y.speak(ids)
	}
	return y, tests
}

// guard returns n, which stays as it is, with what the index answers:
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
	if len(n.Kids) == 0 {
		return n
	}
	c := *n
	c.Kids = make([]*Node, len(n.Kids))
	for i, kid := range n.Kids {
		c.Kids[i] = x.guard(kid)
	}
	return &c
}
