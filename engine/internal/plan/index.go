package plan

import (
	"iter"
	"math/bits"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/lists"
	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/engine/internal/tree"
)

// index finds out in one pass over an event's values which tests of a program
// can be true, and so which rules can match.
//
//	values → literals that are there → tests that may be true → rules to evaluate
type index struct {
	all      []runnable // with trees that ask the index
	slots    *slots.Index
	literals lists.Numbers // by literal: the tests that it speaks for
	rules    lists.Numbers // by literal: the rules that those are witnesses of
	tests    int           // how many
	proof    *tree.Proof
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
		tree.Order(ix.all[i].tree)
	}
	ix.literals = lists.New(len(x.literals), lists.Pairs(x.found))
	ix.rules = lists.New(len(x.literals), ix.literals.Through(lists.New(len(x.found), lists.Pairs(tests))))
	ix.proof = tree.NewProof(ix.trees, x.found, x.each, x.exact)
	ix.slots = slots.New(x.literals, like)
	return ix
}

// trees gives the trees of all rules.
func (ix *index) trees(yield func(*tree.Node) bool) {
	for i := range ix.all {
		if !yield(ix.all[i].tree) {
			return
		}
	}
}

// scan finds the literals, tests and candidates of the loaded event.
func (ix *index) scan(s *State) {
	s.Proof = ix.proof
	s.Literals.Reset(ix.literals.Len())
	s.Tests.Reset(ix.tests)
	ix.slots.Find(&s.Literals, s.Event, s.Silent, &s.seen)
	s.candidates = append(s.candidates[:0], ix.always...)
	for _, id := range s.Literals.List() {
		for _, test := range ix.literals.Of(id) {
			s.Tests.Add(test)
		}
		for _, rule := range ix.rules.Of(id) {
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
