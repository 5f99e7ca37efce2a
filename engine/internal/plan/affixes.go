package plan

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"

	"github.com/rulehound/rulehound/engine/internal/match"
)

// affixes finds which of many literals a text starts with, or ends with: a trie
// that is walked from that end. A branch with few literals is not split
// further; they are compared one by one.
//
//	atEnd '\cmd.exe', '\pwsh.exe', …:  e ─ x ─ e ─ . ─┬ d → '\cmd.exe'
//	                                                  └ h → '\pwsh.exe'
type affixes struct {
	backwards bool
	nodes     []affixNode
}

type affixNode struct {
	next  [4]uint64 // the bytes that go on
	first int32     // node of the first of them; the others follow in order
	ends  []int32   // literals that are complete here
	rest  []affix   // literals to compare
}

type affix struct {
	text []byte
	id   int32
}

// maxRest is how many literals are compared rather than split.
const maxRest = 3

// newAffixes returns the trie of literals, nil without any.
func newAffixes(literals []affix, backwards bool) *affixes {
	if len(literals) == 0 {
		return nil
	}
	a := &affixes{backwards: backwards, nodes: make([]affixNode, 1)}
	literals = slices.Clone(literals)
	slices.SortStableFunc(literals, a.compare)
	a.fill(0, 0, literals)
	a.nodes = slices.Clip(a.nodes)
	return a
}

// compare orders literals as the trie does.
func (a *affixes) compare(x, y affix) int {
	if !a.backwards {
		return bytes.Compare(x.text, y.text)
	}
	for i, j := len(x.text)-1, len(y.text)-1; i >= 0 && j >= 0; i, j = i-1, j-1 {
		if c := cmp.Compare(x.text[i], y.text[j]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(x.text), len(y.text))
}

// fill makes node n of literals in order that agree on their first depth bytes.
func (a *affixes) fill(n, depth int, literals []affix) {
	if len(literals) <= maxRest {
		a.nodes[n].rest = literals
		return
	}
	for len(literals) > 0 && len(literals[0].text) == depth {
		a.nodes[n].ends = append(a.nodes[n].ends, literals[0].id)
		literals = literals[1:]
	}
	first := len(a.nodes)
	a.nodes[n].first = int32(first)
	for rest := literals; len(rest) > 0; rest = rest[a.branch(depth, rest):] {
		c := a.byteAt(depth, rest[0])
		a.nodes[n].next[c/64] |= 1 << (c % 64)
		a.nodes = append(a.nodes, affixNode{})
	}
	for kid := first; len(literals) > 0; kid++ {
		n := a.branch(depth, literals)
		a.fill(kid, depth+1, literals[:n:n])
		literals = literals[n:]
	}
}

// branch returns how many of the first literals go on with the same byte.
func (a *affixes) branch(depth int, literals []affix) int {
	c, n := a.byteAt(depth, literals[0]), 1
	for n < len(literals) && a.byteAt(depth, literals[n]) == c {
		n++
	}
	return n
}

func (a *affixes) byteAt(depth int, l affix) byte { return l.text[a.at(len(l.text), depth)] }

// at returns the place of the byte at depth in a text of n bytes.
func (a *affixes) at(n, depth int) int {
	if a.backwards {
		return n - 1 - depth
	}
	return depth
}

// find adds the literals that t starts or ends with.
func (a *affixes) find(found *hits, t []byte) {
	n := &a.nodes[0]
	for depth := 0; ; depth++ {
		for _, id := range n.ends {
			found.add(id)
		}
		for i := range n.rest {
			l := &n.rest[i]
			start := 0
			if a.backwards {
				start = len(t) - len(l.text)
			}
			if isAt(t, start, l.text) {
				found.add(l.id)
			}
		}
		if depth == len(t) {
			return
		}
		kid, ok := n.kid(match.Lower(t[a.at(len(t), depth)]))
		if !ok {
			return
		}
		n = &a.nodes[kid]
	}
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
