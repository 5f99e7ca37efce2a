package plan

import (
	"iter"
	"math/bits"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/slots"
)

// index finds out in one pass over an event's values which tests of a program
// can be true, and so which rules can match.
//
//	values → literals that are there → tests that may be true → rules to evaluate
type index struct {
	all      []runnable // with trees that ask the index
	slots    *slots.Index
	literals lists // by literal: the tests that it speaks for
	rules    lists // by literal: the rules that those are witnesses of
	tests    int   // how many
	proof    proof
	always   []uint64 // the rules without a witness, a bit each
}

// newIndex returns the index of rules, which it leaves as they are, for texts like
// those that it is given by slot.
func newIndex(rules []runnable, like slots.Samples) *index {
	x := indexed(rules)
	needed := make([]witnesses, len(rules))
	for i := range rules {
		needed[i] = x.witnesses(rules[i].tree)
	}
	numbers := x.only(x.worth(needed))
	ix := &index{all: make([]runnable, len(rules)), tests: len(x.found), always: make([]uint64, (len(rules)+63)/64)}
	tests := make([][]int32, len(rules))
	for i := range rules {
		if !needed[i].any {
			ix.always[i/64] |= 1 << (i % 64)
		}
		tests[i] = needed[i].tests
		for j, test := range tests[i] {
			tests[i][j] = numbers[test]
		}
		slices.Sort(tests[i])
		tests[i] = slices.Compact(tests[i])
		ix.all[i] = runnable{rules[i].rule, x.guard(rules[i].tree)}
		order(ix.all[i].tree)
	}
	ix.literals = newLists(len(x.literals), pairs(x.found))
	ix.rules = newLists(len(x.literals), ix.literals.through(newLists(len(x.found), pairs(tests))))
	ix.proof = newProof(ix.all, x.found, x.each)
	ix.slots = slots.New(x.literals, like)
	return ix
}

// pairs gives each number in of[i] together with i.
func pairs(of [][]int32) func(yield func(list, number int32)) {
	return func(yield func(list, number int32)) {
		for i, numbers := range of {
			for _, n := range numbers {
				yield(n, int32(i))
			}
		}
	}
}

// scan finds the literals, tests and candidates of the loaded event.
func (ix *index) scan(s *State) {
	s.proof = &ix.proof
	s.literals.Reset(len(ix.literals.first))
	s.tests.Reset(ix.tests)
	ix.slots.Find(&s.literals, s.Event, s.Silent, &s.seen)
	s.candidates = append(s.candidates[:0], ix.always...)
	for _, id := range s.literals.List() {
		for _, test := range ix.literals.of(id) {
			s.tests.Add(test)
		}
		for _, rule := range ix.rules.of(id) {
			s.candidates[rule/64] |= 1 << (rule % 64)
		}
	}
}

// run is [Program.Run].
func (ix *index) run(dst []Outcome, s *State) []Outcome {
	ix.scan(s)
	for r := range ix.candidates(s) {
		dst = r.run(dst, s)
	}
	return dst
}

// candidates are the rules that scan found, in their order.
func (ix *index) candidates(s *State) iter.Seq[*runnable] {
	return func(yield func(*runnable) bool) {
		for i, word := range s.candidates {
			for ; word != 0; word &= word - 1 {
				if !yield(&ix.all[64*i+bits.TrailingZeros64(word)]) {
					return
				}
			}
		}
	}
}
