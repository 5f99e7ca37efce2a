package plan

import "math/bits"

// Program is the rules of a group as far as they can match events of one
// identity, ready to run. It is immutable.
type Program struct {
	rules []runnable
	index *index
	used  Dimensions // of the identity
}

// runnable is a rule with its tree for the identity.
type runnable struct {
	rule *Rule
	tree *Node
}

func newProgram(g *Group, known Identity) *Program {
	p := &Program{}
	f := newFolder(g.names, g.slots, known)
	for i := range g.Rules {
		tree := simplify(f.fold(g.Rules[i].Tree))
		if tree.Op != False { // or it cannot match here
			p.rules = append(p.rules, runnable{&g.Rules[i], tree})
		}
	}
	p.used = f.used
	p.index = newIndex(p.rules)
	for i := range p.rules {
		order(p.rules[i].tree)
	}
	return p
}

// Outcome is a rule that matched or failed.
type Outcome struct {
	Rule   *Rule
	Result Result
	Err    error // of a rule that failed
}

// Run appends the rules that match the loaded event, and those that fail on it.
func (p *Program) Run(dst []Outcome, s *State) []Outcome {
	p.index.scan(s)
	for i, word := range s.candidates {
		for ; word != 0; word &= word - 1 {
			r := &p.rules[64*i+bits.TrailingZeros64(word)]
			switch s.Match(r.tree) {
			case Yes:
				dst = append(dst, Outcome{Rule: r.rule, Result: Yes})
			case Failed:
				dst = append(dst, Outcome{r.rule, Failed, s.Err})
			}
		}
	}
	return dst
}
