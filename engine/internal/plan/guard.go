package plan

import "github.com/rulehound/rulehound/engine/internal/tree"

// guard returns n, which stays as it is, with what the index answers:
//
//	Image|endswith: '\a.exe'  →  Known    the index says yes or no
//	Image|re: 'a+b'           →  Guarded  the index may say no; yes must be tested
func (x *indexer) guard(n *tree.Node) *tree.Node {
	if n.Op == tree.Leaf {
		test, ok := x.tests[n.Test]
		if !ok {
			return n
		}
		c := *n
		c.Op, c.Number = tree.Guarded, test
		if x.exact[test] {
			c.Op = tree.Known
		}
		return &c
	}
	if len(n.Kids) == 0 {
		return n
	}
	c := *n
	c.Kids = make([]*tree.Node, len(n.Kids))
	for i, kid := range n.Kids {
		c.Kids[i] = x.guard(kid)
	}
	return &c
}
