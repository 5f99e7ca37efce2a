package ruletest

import (
	"cmp"
	"strings"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/rules"
)

// Gap is a selection that no case ever made true, or never false. In a rule
// without selections the parts of its condition are what counts.
type Gap struct {
	Rule      *rules.Rule
	Selection string
	Line      int  // where it stands in the rule's file
	Never     bool // the value that it never had
}

// cover is what was seen of the selections of some rules, in the order in which
// they were first seen.
type cover []ruleCover

type ruleCover struct {
	rule      *rules.Rule
	elsewhere bool // it has tests of its own
	parts     []*part
}

type part struct {
	name        string
	line        int
	true, false bool
}

func newCover(list []*rules.Rule, file string) cover {
	c := make(cover, len(list))
	for i, r := range list {
		c[i] = ruleCover{rule: r, elsewhere: r.File != file}
	}
	return c
}

// see notes what the parts of rule i said; a nil step is a rule that did not
// apply.
func (c cover) see(i int, step *engine.Step) {
	if step == nil {
		return
	}
	r := &c[i]
	if r.labelled(step) || len(step.Kids) == 0 {
		return
	}
	for _, kid := range step.Kids {
		if kid.Kind != "read" {
			r.note(kid, strings.Join(strings.Fields(cmp.Or(kid.Text, kid.Kind)), " "))
		}
	}
}

// labelled notes the selections below step and reports whether there are any.
func (r *ruleCover) labelled(step *engine.Step) bool {
	if step.Label != "" {
		r.note(step, step.Label)
		return true
	}
	found := false
	for _, kid := range step.Kids {
		found = r.labelled(kid) || found
	}
	return found
}

func (r *ruleCover) note(step *engine.Step, name string) {
	p := r.part(name, step.Line)
	if step.Result == engine.Matched {
		p.true = true
	} else {
		p.false = true
	}
}

func (r *ruleCover) part(name string, line int) *part {
	for _, p := range r.parts {
		if p.name == name {
			return p
		}
	}
	p := &part{name: name, line: line}
	r.parts = append(r.parts, p)
	return p
}

func (c cover) gaps() []Gap {
	var gaps []Gap
	for _, r := range c {
		if r.elsewhere {
			continue
		}
		if len(r.parts) == 0 { // no case was of its log source
			gaps = append(gaps, Gap{r.rule, "condition", r.rule.Line, true})
		}
		for _, p := range r.parts {
			if !p.true {
				gaps = append(gaps, Gap{r.rule, p.name, p.line, true})
			}
			if !p.false {
				gaps = append(gaps, Gap{r.rule, p.name, p.line, false})
			}
		}
	}
	return gaps
}
