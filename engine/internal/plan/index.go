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
	all    []runnable // with trees that ask the index
	slots  *slots.Index
	speaks lists.Numbers // by literal: the marks of the tests that it speaks for, and of the rules that those are witnesses of
	rules  int           // the word of marks that those of rules begin with, behind those of tests
	always tree.Marks    // of the rules without a witness
	proof  *tree.Proof
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
	ix := &index{all: make([]runnable, len(rules)), rules: (len(x.found) + 63) / 64}
	ix.always = make(tree.Marks, ix.rules+(len(rules)+63)/64)
	tests := make([][]int32, len(rules))
	for i := range rules {
		if !needed[i].any {
			ix.always.Set(ix.mark(i))
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
	ix.speaks = ix.speaking(len(x.literals), x.found, tests)
	ix.proof = tree.NewProof(ix.trees, x.found, x.each, x.exact)
	ix.slots = slots.New(x.literals, like)
	return ix
}

// mark returns the mark of rule i. That of a test is its number.
func (ix *index) mark(i int) int32 { return int32(64*ix.rules + i) }

// speaking returns what each of so many literals speaks for: found are those of each test,
// witnesses the tests of each rule.
func (ix *index) speaking(literals int, found, witnesses [][]int32) lists.Numbers {
	tests := lists.New(literals, lists.Pairs(found))
	rules := tests.Through(lists.New(len(found), lists.Pairs(witnesses)))
	return lists.New(literals, func(yield func(literal, mark int32)) {
		lists.Pairs(found)(yield)
		rules(func(literal, rule int32) { yield(literal, ix.mark(int(rule))) })
	})
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
	s.Literals.Reset(ix.speaks.Len())
	ix.slots.Find(&s.Literals, s.Event, s.Silent, &s.seen)
	marks := append(s.Marks[:0], ix.always...)
	s.Marks = marks
	for _, id := range s.Literals.List() {
		for _, mark := range ix.speaks.Of(id) {
			marks.Set(mark)
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
		for i, word := range s.Marks[ix.rules:] {
			for ; word != 0; word &= word - 1 {
				if !yield(&ix.all[64*i+bits.TrailingZeros64(word)]) {
					return
				}
			}
		}
	}
}
