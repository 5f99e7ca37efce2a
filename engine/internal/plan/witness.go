package plan

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/engine/internal/tree"
)

// witnesses are tests of which at least one is true whenever a condition is. A
// rule with witnesses need not be evaluated while none of them can be true.
//
//	X and (Y or Z)    →  X, or else Y and Z: whichever is rarer
//	not X, X is null  →  none: true of events that have nothing
type witnesses struct {
	any   bool // there are some
	tests []int32
	cost  float64 // how often they are expected, roughly; only comparisons count
}

func (x *indexer) witnesses(n *tree.Node) witnesses {
	switch n.Op {
	case tree.False:
		return witnesses{any: true}
	case tree.Leaf:
		if test, ok := x.tests[n.Test]; ok {
			return witnesses{true, []int32{test}, x.frequency(test)}
		}
	case tree.And:
		return best(x.all(n.Kids))
	case tree.Or:
		return union(x.all(n.Kids), 1)
	case tree.AtLeast:
		return union(x.all(n.Kids), n.N)
	}
	return witnesses{}
}

func (x *indexer) all(kids []*tree.Node) []witnesses {
	ws := make([]witnesses, len(kids))
	for i, kid := range kids {
		ws[i] = x.witnesses(kid)
	}
	return ws
}

// best returns the rarest.
func best(ws []witnesses) witnesses {
	var b witnesses
	for _, w := range ws {
		if w.any && (!b.any || w.cost < b.cost) {
			b = w
		}
	}
	return b
}

// union returns witnesses for n of ws being true: whichever they are, one is
// among any len(ws)-n+1 of them. It takes the rarest.
func union(ws []witnesses, n int) witnesses {
	slices.SortStableFunc(ws, func(a, b witnesses) int {
		switch {
		case a.any != b.any && a.any, a.any && b.any && a.cost < b.cost:
			return -1
		case a.any != b.any, a.cost > b.cost:
			return 1
		}
		return 0
	})
	u := witnesses{any: true}
	for _, w := range ws[:max(0, len(ws)-n+1)] {
		if !w.any {
			return witnesses{}
		}
		u.tests = append(u.tests, w.tests...)
		u.cost += w.cost
	}
	return u
}

// dearness is how many times as often literals of so many bytes would have to
// occur to be as dear as looking for them is: the longer the shortest literal to
// find anywhere in a slot, the fewer places are looked at.
func dearness(n int) float64 {
	switch {
	case n >= find.FullStride:
		return 1
	case n >= 7:
		return 1.5
	case n > slots.ShortLength:
		return 4
	}
	return 8
}

// frequency guesses how often a test's literals occur. What many rules ask for
// is common on the machines that they watch; long texts are rare.
func (x *indexer) frequency(test int32) float64 {
	sum := 0.0
	for _, id := range x.found[test] {
		l := &x.literals[id]
		f := float64(1 + x.uses[id])
		switch l.Place {
		case slots.Present:
			f *= 1000
		case slots.AtStart, slots.Sign:
			f *= 1 + 16/float64(len(l.Text))
		case slots.Anywhere: // looking for short ones is dear, see worth.go
			f *= (1 + 16/float64(len(l.Text))) * dearness(len(l.Text))
		}
		if l.Slot == slots.Every {
			f *= 10
		}
		sum += f
	}
	return sum
}
