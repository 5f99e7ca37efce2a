package tree

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/match"
)

// Order puts cheap kids first: the answer is often clear before the dear ones
// are asked. It changes the nodes that simplify made, in place.
//
//	Image re '…' and EventType: x  →  EventType: x and Image re '…'
func Order(n *Node) {
	for _, kid := range n.Kids {
		Order(kid)
	}
	if len(n.Kids) > 1 {
		slices.SortStableFunc(n.Kids, func(a, b *Node) int { return cost(a) - cost(b) })
	}
}

// weights are rough times of one test, in units of the cheapest.
var weights = [...]int{match.Constant: 0, match.OneText: 1, match.ManyTexts: 4, match.Expression: 16, match.Opaque: 64}

func cost(n *Node) int {
	switch n.Op {
	case Known:
		return 0
	case Leaf, Guarded:
		c := weights[n.Test.Predicate.Cost()]
		if n.Test.Keyword != nil {
			c *= 32 // it asks the whole event
		}
		return c
	case Eval:
		return weights[match.Opaque]
	}
	sum := 0
	for _, kid := range n.Kids {
		sum += cost(kid)
	}
	return sum
}
