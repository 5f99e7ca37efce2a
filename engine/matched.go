package engine

import (
	"strings"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// matched appends what was true and counted, in the author's order. Texts are
// those of copied, which equals the event loaded in e.
func matched(dst []alert.Match, why []tree.Evidence, e *view.Event, copied *event.Event) []alert.Match {
	l := lister{event: e, copied: copied, list: dst}
	for i := range why {
		if w := &why[i]; w.Node.Op == tree.Eval {
			l.code(w.Node.Code, w.Label)
		} else {
			l.leaf(w)
		}
	}
	return l.list
}

type lister struct {
	event  *view.Event
	copied *event.Event
	list   []alert.Match
}

func (l *lister) leaf(w *tree.Evidence) {
	name := ""
	if f, ok := w.Node.Source.(*ir.Field); ok {
		name = f.Name
	}
	m := alert.Match{Selection: w.Label, Field: name, Operator: operator(w.Node.Source), Pattern: pattern(w.Node.Source, w.Hit)}
	if w.Hit.Value >= 0 {
		l.see(&m, w.Node.Test.Subject(l.event).Ref(w.Hit.Value))
	}
	l.list = append(l.list, m)
}

// code lists the fields that an expression read.
func (l *lister) code(c *tree.Code, label string) {
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
func pattern(n ir.Node, hit match.Hit) string {
	switch n := n.(type) {
	case *ir.Field:
		if n.Ref != "" {
			return n.Ref
		}
		if hit.Pattern >= 0 {
			return n.Values[hit.Pattern].Text
		}
	case *ir.Keyword:
		if hit.Pattern >= 0 {
			return n.Values[hit.Pattern].Text
		}
	}
	return ""
}
