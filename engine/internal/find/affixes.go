package find

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/fold"
)

// Affixes finds which of many literals a text starts with, or ends with: a trie
// that is walked from that end. A branch with few literals is not split
// further; they are compared one by one.
//
//	atEnd '\cmd.exe', '\pwsh.exe', …:  e ─ x ─ e ─ . ─┬ d → '\cmd.exe'
//	                                                  └ h → '\pwsh.exe'
type Affixes struct {
	backwards bool
	nodes     []affixNode
	literals  []Literal // in order
}

type affixNode struct {
	next  [4]uint64 // the bytes that go on
	first int32     // node of the first of them; the others follow in order

	// In literals: those from start on are complete here, those from whole on are
	// to be compared.
	start, whole, end int32
}

// maxRest is how many literals are compared rather than split.
const maxRest = 6

// NewAffixes returns the trie of literals, nil without any. It keeps their memory and
// puts them in another order.
func NewAffixes(literals []Literal, backwards bool) *Affixes {
	if len(literals) == 0 {
		return nil
	}
	a := &Affixes{backwards: backwards, nodes: make([]affixNode, 1), literals: literals}
	slices.SortStableFunc(a.literals, a.compare)
	a.fill(0, 0, 0, int32(len(literals)))
	a.nodes = slices.Clip(a.nodes)
	return a
}

// compare orders literals as the trie does.
func (a *Affixes) compare(x, y Literal) int {
	if !a.backwards {
		return bytes.Compare(x.Text, y.Text)
	}
	for i, j := len(x.Text)-1, len(y.Text)-1; i >= 0 && j >= 0; i, j = i-1, j-1 {
		if c := cmp.Compare(x.Text[i], y.Text[j]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(x.Text), len(y.Text))
}

// fill makes node n of the literals from start to end, which agree on their first
// depth bytes.
func (a *Affixes) fill(n, depth int, start, end int32) {
	node := &a.nodes[n]
	node.start, node.whole, node.end = start, start, end
	if end-start <= maxRest {
		return
	}
	for node.whole < end && len(a.literals[node.whole].Text) == depth {
		node.whole++
	}
	rest := node.whole
	node.end = rest
	first := len(a.nodes)
	node.first = int32(first)
	for at := rest; at < end; at = a.branch(depth, at, end) {
		c := a.byteAt(depth, at)
		node.next[c/64] |= 1 << (c % 64)
	}
	a.nodes = append(a.nodes, make([]affixNode, node.kids())...)
	for kid := first; rest < end; kid++ {
		next := a.branch(depth, rest, end)
		a.fill(kid, depth+1, rest, next)
		rest = next
	}
}

// branch returns where the literals end that go on with the same byte as the one
// at start.
func (a *Affixes) branch(depth int, start, end int32) int32 {
	c := a.byteAt(depth, start)
	for start < end && a.byteAt(depth, start) == c {
		start++
	}
	return start
}

func (a *Affixes) byteAt(depth int, literal int32) byte {
	text := a.literals[literal].Text
	return text[a.at(len(text), depth)]
}

// at returns the place of the byte at depth in a text of n bytes.
func (a *Affixes) at(n, depth int) int {
	if a.backwards {
		return n - 1 - depth
	}
	return depth
}

// Find adds the literals that t, folded or not, starts or ends with.
func (a *Affixes) Find(found *Hits, t []byte) {
	n := &a.nodes[0]
	for depth := 0; ; depth++ {
		for i := n.start; i < n.whole; i++ {
			found.Add(a.literals[i].ID)
		}
		for i := n.whole; i < n.end; i++ {
			l := &a.literals[i]
			start := 0
			if a.backwards {
				start = len(t) - len(l.Text)
			}
			if isAt(t, start, l.Text) {
				found.Add(l.ID)
			}
		}
		if depth == len(t) {
			return
		}
		kid, ok := n.kid(fold.Lower(t[a.at(len(t), depth)]))
		if !ok {
			return
		}
		n = &a.nodes[kid]
	}
}

// kids returns how many bytes go on.
func (n *affixNode) kids() int {
	sum := 0
	for _, w := range n.next {
		sum += bits.OnesCount64(w)
	}
	return sum
}

// kid returns the node that byte c leads to.
func (n *affixNode) kid(c byte) (int32, bool) {
	word, bit := c/64, uint64(1)<<(c%64)
	if n.next[word]&bit == 0 {
		return 0, false
	}
	kid := n.first + int32(bits.OnesCount64(n.next[word]&(bit-1)))
	for _, w := range n.next[:word] {
		kid += int32(bits.OnesCount64(w))
	}
	return kid, true
}
