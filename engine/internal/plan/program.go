package plan

import "slices"

// Program is the rules of some groups as far as they can match events of one
// identity, ready to run. It is safe for concurrent use.
type Program struct {
	stages
	granted []grant
	reads   slotSet
	empty   bool // it has no rules
}

// runnable is a rule with its tree for the identity.
type runnable struct {
	rule *Rule
	tree *Node
}

func newProgram(parts []part) *Program {
	p := &Program{}
	var rules []runnable
	for _, part := range parts {
		rules = p.add(rules, part)
	}
	p.empty = len(rules) == 0
	p.begin(rules)
	return p
}

// add appends the rules of a group that can match at all.
func (p *Program) add(rules []runnable, g part) []runnable {
	f := folder{slots: g.slots, known: g.known}
	all := g.Rules()
	for i := range all {
		if f.never(all[i].Tree) {
			continue
		}
		tree := simplify(f.fold(all[i].Tree))
		if tree.Op != False { // or it cannot match here
			order(tree)
			rules = append(rules, runnable{&all[i], tree})
			p.reads.addReads(tree)
		}
	}
	taken := grant{g.slots, f.used, g.known}
	if f.used != (Dimensions{}) && !slices.Contains(p.granted, taken) {
		p.granted = append(p.granted, taken)
		p.reads.addIdentity(g.slots, f.used)
	}
	return rules
}

// Outcome is a rule that matched or failed.
type Outcome struct {
	Rule   *Rule
	Result Result
	Err    error // of a rule that failed
}

// Run appends the rules that match the loaded event, and those that fail on it.
func (p *Program) Run(dst []Outcome, s *State) []Outcome {
	if ix := p.ready(s); ix != nil {
		return ix.run(dst, s)
	}
	return p.runPlain(dst, s)
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
