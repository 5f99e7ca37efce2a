package sigma

import (
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma/internal/condition"
)

// presence reads a condition on which rules have events, as in "a and not b".
// Without a list of rules it is one.
func (s *section) presence(n *yaml.Node) {
	parsed, err := condition.Parse(n.Value)
	if err != nil {
		f := &fault{code: codeBounds, msg: err.Error()}
		if e, ok := errors.AsType[*condition.Error](err); ok {
			f.offset, f.msg, f.hint = e.Offset, e.Msg, e.Hint
		}
		s.reportAt(n, f)
		return
	}
	if parsed.Pipe > 0 {
		s.reportAt(n, &fault{code: codeBounds, offset: parsed.Pipe, msg: "a correlation has no aggregation"})
		return
	}
	p := presenceReader{section: s, scalar: n, open: len(s.c.Rules) == 0, used: map[int]bool{}}
	s.c.Presence = p.expr(parsed.Expr)
	for i, ref := range s.c.Rules {
		if !p.used[i] && !s.refused {
			s.report(n, codeBounds, "the condition does not name the rule %q of the list", shorten(ref.Name))
		}
	}
}

// presenceReader reads one such condition.
type presenceReader struct {
	*section
	scalar *yaml.Node
	open   bool // the condition is what lists the rules
	used   map[int]bool
}

func (p *presenceReader) expr(e *condition.Expr) *rules.Presence {
	switch e.Op {
	case condition.Name:
		return p.named(e)
	case condition.Of:
		return p.covered(e)
	}
	out := &rules.Presence{Op: rules.AllPresent}
	switch e.Op {
	case condition.Not:
		out.Op = rules.NotPresent
	case condition.Or:
		out.Op = rules.SomePresent
	}
	for _, kid := range e.Kids {
		out.Kids = append(out.Kids, p.expr(kid))
	}
	return out
}

func (p *presenceReader) named(e *condition.Expr) *rules.Presence {
	for i, ref := range p.c.Rules {
		if ref.Name == e.Name {
			p.used[i] = true
			return &rules.Presence{Rule: i}
		}
	}
	if !p.open {
		p.reportAt(p.scalar, &fault{code: codeBounds, offset: e.NameStart, msg: fmt.Sprintf("%q is none of the correlation's rules", shorten(e.Name))})
		return &rules.Presence{}
	}
	ref := rules.Reference{Name: e.Name}
	ref.Line, ref.Col = p.doc.Position(p.scalar, e.NameStart)
	p.c.Rules = append(p.c.Rules, ref)
	p.used[len(p.c.Rules)-1] = true
	return &rules.Presence{Rule: len(p.c.Rules) - 1}
}

// covered reads "1 of name*" and "all of them", over the list of rules.
func (p *presenceReader) covered(e *condition.Expr) *rules.Presence {
	out := &rules.Presence{Op: rules.SomePresent}
	if e.N == 0 {
		out.Op = rules.AllPresent
	}
	for i, ref := range p.c.Rules {
		if condition.Covers(e.Name, ref.Name) {
			p.used[i] = true
			out.Kids = append(out.Kids, &rules.Presence{Rule: i})
		}
	}
	switch {
	case p.open || len(out.Kids) == 0:
		p.reportAt(p.scalar, &fault{code: codeBounds, offset: e.NameStart, msg: fmt.Sprintf("the pattern %q covers none of the correlation's rules", shorten(e.Name)),
			hint: "list them under rules"})
	case e.N > 1:
		p.reportAt(p.scalar, &fault{code: codeBounds, offset: e.Start, msg: "only 1 of and all of are defined here",
			hint: strings.TrimSpace("for a number of rules write the condition as in gte: 2")})
	}
	return out
}
