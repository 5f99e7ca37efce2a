// Package plan makes the programs that events run. A rule is bound once to every source
// that its log source can see (group.go). For a class of events, what is known of their
// identity becomes constants in the rules of all sources (constants.go), the trees are made smaller,
// an index of their texts is made that decides most tests (index.go), and the rest is put
// in order of cost: that is a Program (plans.go). The bound tree stays as it is for
// explaining; both trees share their tests. docs/architecture.md follows one rule through
// all of it.
package plan

import (
	"slices"

	"github.com/rulehound/rulehound/engine/internal/tree"
)

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
	tree *tree.Node
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
	f := constantFolder{slots: g.slots, known: g.known}
	all := g.Rules()
	for i := range all {
		if f.never(all[i].Tree) {
			continue
		}
		n := tree.Simplify(f.fold(all[i].Tree))
		if n.Op != tree.False { // or it cannot match here
			tree.Order(n)
			rules = append(rules, runnable{&all[i], n})
			p.reads.addReads(n)
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
	Result tree.Result
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
	case tree.Yes:
		return append(dst, Outcome{Rule: r.rule, Result: tree.Yes})
	case tree.Failed:
		return append(dst, Outcome{r.rule, tree.Failed, s.Err})
	}
	return dst
}
