package plan

import (
	"math/bits"
	"slices"
)

// Program is the rules of some groups as far as they can match events of one
// identity, ready to run. It is immutable.
type Program struct {
	rules   []runnable
	index   *index
	granted []grant
	reads   slotSet
}

// runnable is a rule with its tree for the identity.
type runnable struct {
	rule *Rule
	tree *Node
}

func newProgram(parts []part) *Program {
	p := &Program{}
	for _, part := range parts {
		p.add(part)
	}
	p.index = newIndex(p.rules)
	for i := range p.rules {
		order(p.rules[i].tree)
	}
	return p
}

// add adds the rules of a group that can match at all.
func (p *Program) add(g part) {
	f := newFolder(g.names, g.slots, g.known)
	rules := g.Rules()
	for i := range rules {
		tree := simplify(f.fold(rules[i].Tree))
		if tree.Op != False { // or it cannot match here
			p.rules = append(p.rules, runnable{&rules[i], tree})
			p.reads.addReads(tree)
		}
	}
	taken := grant{g.slots, f.used, g.known}
	if f.used != (Dimensions{}) && !slices.Contains(p.granted, taken) {
		p.granted = append(p.granted, taken)
	}
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
			dst = p.rules[64*i+bits.TrailingZeros64(word)].run(dst, s)
		}
	}
	return dst
}

// run appends the rule if it matches the loaded event or fails on it.
func (r *runnable) run(dst []Outcome, s *State) []Outcome {
	switch s.Match(r.tree) {
	case Yes:
		return append(dst, Outcome{Rule: r.rule, Result: Yes})
	case Failed:
		return append(dst, Outcome{r.rule, Failed, s.Err})
	}
	return dst
}
