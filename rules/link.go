package rules

import "fmt"

// linker makes one set of the rules that files hold: filters narrow rules, and
// correlations find theirs.
type linker struct {
	all      []*Rule // filters and correlations among them; the linker changes them
	registry registry
	hints    int // how often a rule was not found
	problems []*Problem
}

// link links rules that nobody else has seen yet, and returns those that can be
// used. Neither files nor the order in them matter.
func link(all []*Rule, problems []*Problem) ([]*Rule, []*Problem) {
	l := &linker{all: all, registry: newRegistry(all), problems: problems}
	l.applyFilters()
	l.resolveCorrelations()
	return l.all, l.problems
}

// warn reports what does not keep r from being used, at ref or else at r.
func (l *linker) warn(r *Rule, ref *Reference, code, format string, args ...any) *Problem {
	p := &Problem{File: r.File, Line: r.Line, Col: 1, RuleID: r.ID, Code: code, Level: Warning, Msg: fmt.Sprintf(format, args...), Err: ErrReference}
	if ref != nil {
		p.Line, p.Col = ref.Line, ref.Col
	}
	l.problems = append(l.problems, p)
	return p
}

// maxHints bounds for how many names of rules that are not there the nearest one
// is looked for, among all names.
const maxHints = 100

// mayHint reports whether the nearest name is to be looked for once more.
func (l *linker) mayHint() bool {
	l.hints++
	return l.hints <= maxHints
}
