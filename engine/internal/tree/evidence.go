package tree

import "github.com/rulehound/rulehound/engine/internal/match"

// Evidence is a part of a condition that was true and counted.
type Evidence struct {
	Node  *Node     // a Leaf, or an Eval whose fields were read
	Label string    // the selection that it stands in
	Hit   match.Hit // of a Leaf
}

// Evidence appends why n, which Match found true, is true of the loaded event, in
// the author's order. What stands under a Not did not count by being true; only the
// fields that its expressions read did. It visits less than Record does, whose
// answers it gives: of an And that is true all kids are, so filters are not asked
// again.
//
//	selection and not filter  →  the leaves of selection
func (s *State) Evidence(dst []Evidence, n *Node) []Evidence {
	dst, _ = s.prove(dst, n, "", true)
	return dst
}

// prove appends the evidence for n in the selection called label, if n is true. It
// is when it is sure.
func (s *State) prove(dst []Evidence, n *Node, label string, sure bool) ([]Evidence, Result) {
	if own := n.Source.Origin().Label; own != "" {
		label = own
	}
	switch n.Op {
	case Leaf:
		hit, ok := s.hit(n.Test, sure)
		if ok {
			dst = append(dst, Evidence{n, label, hit})
		}
		return dst, resultOf(ok)
	case And, Or, AtLeast:
		return s.proveKids(dst, n, label, sure)
	}
	if !sure {
		if r := s.Match(n); r != Yes {
			return dst, r
		}
	}
	return appendCode(dst, n, label), Yes
}

func (s *State) proveKids(dst []Evidence, n *Node, label string, sure bool) ([]Evidence, Result) {
	need := 1 // of an Or
	switch n.Op {
	case And:
		need = len(n.Kids)
	case AtLeast:
		need = n.N
	}
	start, yes, failed := len(dst), 0, 0
	for i, kid := range n.Kids {
		var r Result
		switch dst, r = s.prove(dst, kid, label, sure && need == len(n.Kids)); r {
		case Yes:
			yes++
		case Failed:
			failed++
		}
		if yes+failed+len(n.Kids)-i-1 < need {
			return dst[:start], No
		}
	}
	r := count(need, yes, failed)
	if r != Yes {
		dst = dst[:start]
	}
	return dst, r
}

// appendCode appends the expressions under n: "not isSystem(SubjectUserSid)" hangs
// on who it was.
func appendCode(dst []Evidence, n *Node, label string) []Evidence {
	if n.Op == Eval {
		return append(dst, Evidence{Node: n, Label: label})
	}
	for _, kid := range n.Kids {
		dst = appendCode(dst, kid, label)
	}
	return dst
}
