package engine

import (
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// matched lists the leaves that were true and counted, in the author's order.
// Texts are those of copied, which equals the event loaded in e.
func matched(r *plan.Record, e *match.Event, copied *event.Event) []alert.Match {
	l := &lister{event: e, copied: copied}
	l.walk(r, "")
	return l.list
}

type lister struct {
	event  *match.Event
	copied *event.Event
	list   []alert.Match
}

// walk lists what stands under r, in the selection called label. What stands
// under a Not did not count by being true.
func (l *lister) walk(r *plan.Record, label string) {
	if r.Result != plan.Yes {
		return
	}
	if own := r.Node.Source.Origin().Label; own != "" {
		label = own
	}
	switch r.Node.Op {
	case plan.Not:
		l.negated(r.Kids[0], label)
	case plan.Leaf:
		l.leaf(r, label)
	case plan.Eval:
		l.code(r.Node.Code, label)
	default:
		for _, kid := range r.Kids {
			l.walk(kid, label)
		}
	}
}

// negated lists the fields that expressions under a Not read: "not
// isSystem(SubjectUserSid)" hangs on who it was.
func (l *lister) negated(r *plan.Record, label string) {
	if r.Node.Op == plan.Eval {
		l.code(r.Node.Code, label)
	}
	for _, kid := range r.Kids {
		l.negated(kid, label)
	}
}

func (l *lister) leaf(r *plan.Record, label string) {
	name := ""
	if f, ok := r.Node.Source.(*ir.Field); ok {
		name = f.Name
	}
	m := alert.Match{Selection: label, Field: name, Operator: operator(r.Node.Source), Pattern: pattern(r)}
	if r.Hit.Value >= 0 {
		l.see(&m, r.Node.Test.Subject(l.event).Ref(r.Hit.Value))
	}
	l.list = append(l.list, m)
}

// code lists the fields that an expression read.
func (l *lister) code(c *plan.Code, label string) {
	for i, name := range c.Names {
		f := l.event.Field(c.Slots[i])
		for j := range f.Len() {
			m := alert.Match{Selection: label, Field: name, Operator: "expr"}
			l.see(&m, f.Ref(j))
			l.list = append(l.list, m)
		}
	}
}

// see fills in the value that stands at ref among the event's fields.
func (l *lister) see(m *alert.Match, ref int) {
	f := &l.copied.Fields[ref]
	switch {
	case m.Field == "": // a keyword
		m.Field = f.Name
	case !strings.EqualFold(f.Name, m.Field) && !strings.EqualFold(f.Path, m.Field):
		m.EventField = f.Name
	}
	m.Value = f.Value.Rendered()
	if raw := f.Value.Raw(); raw != m.Value {
		m.Raw = raw
	}
}

// operator names what a leaf did.
func operator(n ir.Node) string {
	f, ok := n.(*ir.Field)
	if !ok {
		return "keyword"
	}
	switch op := f.Op.String(); {
	case f.Ref != "" && f.Op == ir.Equals:
		return "fieldref"
	case f.Ref != "":
		return op + "|fieldref"
	case f.Part != ir.WholeValue && f.Op == ir.Equals:
		return f.Part.String()
	case f.Part != ir.WholeValue:
		return f.Part.String() + "|" + op
	default:
		return op
	}
}

// pattern returns the author's value that a leaf found.
func pattern(r *plan.Record) string {
	switch n := r.Node.Source.(type) {
	case *ir.Field:
		if n.Ref != "" {
			return n.Ref
		}
		if r.Hit.Pattern >= 0 {
			return n.Values[r.Hit.Pattern].Text
		}
	case *ir.Keyword:
		if r.Hit.Pattern >= 0 {
			return n.Values[r.Hit.Pattern].Text
		}
	}
	return ""
}
