package tree

import "github.com/rulehound/rulehound/engine/internal/match"

// Record is what one node said of an event, and why.
type Record struct {
	Node   *Node
	Result Result
	Hit    match.Hit // of a Leaf that said yes
	Err    error     // of an Eval that failed
	Kids   []*Record
}

// Record decides n as Match does, and visits every node of it.
func (s *State) Record(n *Node) *Record {
	r := &Record{Node: n, Hit: match.Hit{Value: -1, Pattern: -1}}
	yes, failed := 0, 0
	for _, kid := range n.Kids {
		k := s.Record(kid)
		switch k.Result {
		case Yes:
			yes++
		case Failed:
			failed++
		}
		r.Kids = append(r.Kids, k)
	}
	switch n.Op {
	case True:
		r.Result = Yes
	case Leaf:
		var ok bool
		r.Hit, ok = n.Test.Predicate.Match(n.Test.Subject(s.Event))
		r.Result = resultOf(ok)
	case Eval:
		if r.Result = s.run(n.Code); r.Result == Failed {
			r.Err = s.Err
		}
	case Not:
		r.Result = not(r.Kids[0].Result)
	case And:
		r.Result = count(len(n.Kids), yes, failed)
	case Or:
		r.Result = count(1, yes, failed)
	case AtLeast:
		r.Result = count(n.N, yes, failed)
	}
	return r
}
