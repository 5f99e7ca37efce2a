package plan

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/engine/internal/tree"
)

// indexer numbers the tests of a program and the literals that speak for them.
//
//	Image|endswith: ['\a.exe', '\b.exe']  →  test 0 is true where literal 0 or 1 is
type indexer struct {
	tests    map[*tree.Test]int32 // numbers; what has no literals has none
	exact    []bool               // by test
	each     []bool               // by test: each of its values has a literal of its own
	found    [][]int32            // by test: the literals that speak for it, each once, in the author's order
	numbers  map[slots.Key]int32
	literals []slots.Literal
	uses     []int32 // by literal: how many tests it speaks for
	last     []int32 // by literal: the last of them
}

// indexed returns an indexer with the tests of rules.
func indexed(rules []runnable) *indexer {
	all := collected{seen: map[*tree.Test]bool{}, shorts: map[slots.Key]bool{}, count: map[int]int{}}
	for i := range rules {
		all.collect(rules[i].tree)
	}
	x := &indexer{
		tests: make(map[*tree.Test]int32, len(all.tests)), exact: make([]bool, 0, len(all.tests)), each: make([]bool, 0, len(all.tests)), found: make([][]int32, 0, len(all.tests)),
		numbers: make(map[slots.Key]int32, all.literals), literals: make([]slots.Literal, 0, all.literals),
		uses: make([]int32, 0, all.literals), last: make([]int32, 0, all.literals),
	}
	room := make([]int32, 0, all.literals)
	for _, t := range all.tests {
		if e := t.Literals(all.hasShorts(t.Slot)); len(e.Literals) > 0 {
			room = x.add(t, e, room)
		}
	}
	return x
}

// collected are the tests of rules, each once.
type collected struct {
	tests    []*tree.Test
	seen     map[*tree.Test]bool
	literals int                // of them, those that come again counted again
	shorts   map[slots.Key]bool // the short texts that may stand anywhere
	count    map[int]int        // of them, by slot
}

// collect notes the tests under n and counts the short texts of each slot.
func (a *collected) collect(n *tree.Node) {
	for _, kid := range n.Kids {
		a.collect(kid)
	}
	if n.Op != tree.Leaf || a.seen[n.Test] {
		return
	}
	a.seen[n.Test] = true
	a.tests = append(a.tests, n.Test)
	e := n.Test.Literals(true)
	a.literals += len(e.Literals)
	for i := 0; e.Short && i < len(e.Literals); i++ {
		if key := e.Literals[i].In(n.Test.Slot); key.IsShort() && !a.shorts[key] {
			a.shorts[key] = true
			a.count[n.Test.Slot]++
		}
	}
}

// manyShorts is the number of short texts from which on it pays to look for them. A field
// with fewer leaves the tests that have them to be asked one by one.
const manyShorts = 32

// hasShorts reports whether short texts are looked for anywhere in a slot.
func (a *collected) hasShorts(slot int) bool { return a.count[slot] >= manyShorts }

// add numbers a test and the literals that speak for it. It takes room from room, and
// returns the rest.
func (x *indexer) add(t *tree.Test, e tree.Extract, room []int32) []int32 {
	test := int32(len(x.found))
	x.tests[t] = test
	x.exact = append(x.exact, e.Exact)
	start := len(room)
	for _, l := range e.Literals {
		l.Key = l.In(t.Slot)
		if id := x.number(l); x.last[id] != test {
			x.last[id] = test
			x.uses[id]++
			room = append(room, id)
		}
	}
	x.found = append(x.found, slices.Clip(room[start:]))
	x.each = append(x.each, len(e.Literals) == int(t.Values()) && len(room)-start == len(e.Literals))
	return room
}

func (x *indexer) number(l slots.Literal) int32 {
	id, ok := x.numbers[l.Key]
	if !ok {
		id = int32(len(x.literals))
		x.numbers[l.Key] = id
		x.literals = append(x.literals, l)
		x.uses = append(x.uses, 0)
		x.last = append(x.last, -1)
	}
	return id
}

// only drops the tests that keep does not say and the literals that speak for no
// other. It returns the new numbers of the tests.
func (x *indexer) only(keep []bool) (tests []int32) {
	speaks := make([]bool, len(x.literals))
	for n, ids := range x.found {
		for _, id := range ids {
			speaks[id] = speaks[id] || keep[n]
		}
	}
	tests, literals := renumber(keep), renumber(speaks)
	for t, n := range x.tests {
		if x.tests[t] = tests[n]; !keep[n] {
			delete(x.tests, t)
		}
	}
	x.found, x.exact, x.each = filter(x.found, keep), filter(x.exact, keep), filter(x.each, keep)
	x.literals = filter(x.literals, speaks)
	for _, ids := range x.found {
		for i, id := range ids {
			ids[i] = literals[id]
		}
	}
	return tests
}

// renumber returns new numbers for those that keep says; those of others say nothing.
func renumber(keep []bool) []int32 {
	numbers, next := make([]int32, len(keep)), int32(0)
	for n, kept := range keep {
		numbers[n] = next
		if kept {
			next++
		}
	}
	return numbers
}

// filter returns those of all that keep says. It takes all's memory.
func filter[T any](all []T, keep []bool) []T {
	kept := all[:0]
	for n, v := range all {
		if keep[n] {
			kept = append(kept, v)
		}
	}
	return kept
}
