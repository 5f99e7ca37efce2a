package tree

import (
	"iter"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/lists"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/view"
)

// Proof is what an index can say when an alert is to show what matched: a test of
// which it found nothing is false, and of a long list of texts only those that it
// found have to be looked for again.
//
//	CommandLine|contains: ['-enc', …, '-urlcache', … 200 more]  →  only '-urlcache' can be there
//
// Where the test is known to be true of the one value that a field has, and only one of
// its texts can be there, it need not be looked for.
type Proof struct {
	numbers  func() map[*Test]int32 // of the tests; made when they are first needed
	literals lists.Numbers          // by test: one for each of its values, in the author's order, or none
	exact    []bool                 // by test: its values are in a text where their literals are found
}

// NewProof returns the Proof of trees that have been guarded. The literals found speak for
// their tests; each tells where every value has one of its own, and exact where finding one
// is enough.
func NewProof(trees iter.Seq[*Node], found [][]int32, each, exact []bool) *Proof {
	tests, own := len(found), make([][]int32, len(found))
	for test, literals := range found {
		if each[test] {
			own[test] = literals
		}
	}
	return &Proof{sync.OnceValue(func() map[*Test]int32 {
		numbers := make(map[*Test]int32, tests)
		for n := range trees {
			n.count(numbers)
		}
		return numbers
	}), lists.Join(own), exact}
}

// count notes the numbers of the tests under n.
func (n *Node) count(numbers map[*Test]int32) {
	if n.Op == Known || n.Op == Guarded {
		numbers[n.Test] = n.Number
	}
	for _, kid := range n.Kids {
		kid.count(numbers)
	}
}

// hit asks a test of the loaded event after its program has run. It is when that is sure.
func (s *State) hit(t *Test, sure bool) (match.Hit, bool) {
	f := t.Subject(s.Event)
	sure = sure && f.Len() == 1
	if sure && t.Values() == 1 {
		return match.Hit{}, true // Fast path: of the one value, that one.
	}
	if s.Proof == nil {
		return t.Predicate.Match(f)
	}
	number, known := s.Proof.numbers()[t]
	if !known {
		return t.Predicate.Match(f)
	}
	if !s.Marks.Has(number) {
		return match.Hit{Value: -1, Pattern: -1}, false
	}
	if sure {
		if pattern, alone := s.only(s.Proof.literals.Of(number)); alone {
			return match.Hit{Pattern: pattern}, true
		}
	}
	return s.found(t, number, f)
}

// found asks test t of f, for which literals that speak for it were found: of texts of
// which none was it asks nothing.
func (s *State) found(t *Test, number int32, f *view.Field) (match.Hit, bool) {
	literals := s.Proof.literals.Of(number)
	if len(literals) == 0 {
		return t.Predicate.Match(f)
	}
	return match.MatchSome(t.Predicate, f, func(pattern int) bool { return s.Literals.Has(literals[pattern]) }, s.Proof.exact[number])
}

// only returns which of literals was found, if it is one alone.
func (s *State) only(literals []int32) (place int, alone bool) {
	for i, id := range literals {
		switch {
		case !s.Literals.Has(id):
		case alone:
			return 0, false
		default:
			place, alone = i, true
		}
	}
	return place, alone
}
