package tree

// Simplify takes constants and needless levels out of a tree.
//
//	(true and X) or false or (Y and (Z and W))  →  X or (Y and Z and W)
//
// It makes new nodes and leaves the old ones alone.
func Simplify(n *Node) *Node {
	switch n.Op {
	case Not:
		return simplifyNot(Simplify(n.Kids[0]))
	case And:
		return simplifyKids(n, True, False)
	case Or:
		return simplifyKids(n, False, True)
	case AtLeast:
		return simplifyAtLeast(n)
	}
	return n
}

func simplifyNot(kid *Node) *Node {
	switch kid.Op {
	case True:
		return &Node{Op: False}
	case False:
		return &Node{Op: True}
	case Not:
		return kid.Kids[0]
	}
	return &Node{Op: Not, Kids: []*Node{kid}}
}

// simplifyKids is for And and Or: a kid that is neutral goes, one that decides
// is the answer, and a kid of the same operation gives its own kids.
func simplifyKids(n *Node, neutral, decides Op) *Node {
	var kids []*Node
	for _, kid := range n.Kids {
		switch kid = Simplify(kid); kid.Op {
		case neutral:
		case decides:
			return &Node{Op: decides}
		case n.Op:
			kids = append(kids, kid.Kids...)
		default:
			kids = append(kids, kid)
		}
	}
	switch kids = withoutRepeats(kids); len(kids) {
	case 0:
		return &Node{Op: neutral}
	case 1:
		return kids[0]
	}
	return &Node{Op: n.Op, Kids: kids}
}

// withoutRepeats drops a test that stands among the kids already.
func withoutRepeats(kids []*Node) []*Node {
	if len(kids) < 2 {
		return kids
	}
	seen := map[*Test]bool{}
	kept := kids[:0]
	for _, kid := range kids {
		if kid.Op == Leaf {
			if seen[kid.Test] {
				continue
			}
			seen[kid.Test] = true
		}
		kept = append(kept, kid)
	}
	return kept
}

func simplifyAtLeast(n *Node) *Node {
	want := n.N
	var kids []*Node
	for _, kid := range n.Kids {
		switch kid = Simplify(kid); kid.Op {
		case True:
			want--
		case False:
		default:
			kids = append(kids, kid)
		}
	}
	switch {
	case want <= 0:
		return &Node{Op: True}
	case want > len(kids):
		return &Node{Op: False}
	case want == 1:
		return Simplify(&Node{Op: Or, Kids: kids})
	case want == len(kids):
		return Simplify(&Node{Op: And, Kids: kids})
	}
	return &Node{Op: AtLeast, N: want, Kids: kids}
}
