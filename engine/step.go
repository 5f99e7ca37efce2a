package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// Step is what one part of a condition said.
type Step struct {
	Kind       string  `json:"kind"`           // and, or, not, 2 of, keyword, expr, read, or the operator of a field
	Text       string  `json:"text,omitempty"` // as the author wrote it
	Label      string  `json:"selection,omitempty"`
	Line       int     `json:"line,omitempty"`
	Col        int     `json:"col,omitempty"`
	Result     Result  `json:"result"`
	Reason     string  `json:"reason,omitempty"`
	Field      string  `json:"field,omitempty"`       // as the author wrote it
	EventField string  `json:"event_field,omitempty"` // the event's own name where it differs
	Seen       []Seen  `json:"seen,omitempty"`        // the field's values
	Value      string  `json:"value,omitempty"`       // the one that matched
	Pattern    string  `json:"pattern,omitempty"`     // the author's value that it matched
	Became     string  `json:"became,omitempty"`      // what the author's modifiers made of the field, where the text does not show it
	Kids       []*Step `json:"kids,omitempty"`
}

// Seen is a value that a step looked at.
type Seen struct {
	Value string `json:"value"`
	Raw   string `json:"raw,omitempty"` // the original text where it differs
	Null  bool   `json:"null,omitempty"`
}

// newStep shows what was recorded of the event that is loaded in e.
func newStep(r *tree.Record, e *view.Event) *Step {
	from := r.Node.Source.Origin()
	s := &Step{Text: from.Text, Label: from.Label, Line: from.Line, Col: from.Col, Result: outcome(r.Result)}
	switch r.Node.Op {
	case tree.Leaf:
		s.leaf(r, e)
	case tree.Eval:
		s.Kind = "expr"
		s.code(r.Node.Code, e)
		if r.Err != nil {
			s.Reason = r.Err.Error()
		}
	case tree.AtLeast:
		s.Kind = fmt.Sprintf("%d of", r.Node.N)
	case tree.Not:
		s.Kind = "not"
	case tree.And:
		s.Kind = "and"
	case tree.Or:
		s.Kind = "or"
	}
	for _, kid := range r.Kids {
		s.Kids = append(s.Kids, newStep(kid, e))
	}
	return s
}

func outcome(r tree.Result) Result {
	switch r {
	case tree.Yes:
		return Matched
	case tree.Failed:
		return Failed
	}
	return DidNotMatch
}

func (s *Step) leaf(r *tree.Record, e *view.Event) {
	s.Kind = operator(r.Node.Source)
	subject := r.Node.Test.Subject(e)
	f, isField := r.Node.Source.(*ir.Field)
	if isField {
		s.Field, s.Became = f.Name, became(f)
		s.see(subject, e)
		if subject.Len() == 0 && f.Op != ir.Exists && f.Op != ir.Null {
			s.Result, s.Reason = DidNotApply, "the event has no such field"
		}
	}
	if s.Result != Matched {
		return
	}
	s.Pattern = pattern(r.Node.Source, r.Hit)
	if r.Hit.Value >= 0 {
		hit := &e.Source().Fields[subject.Ref(r.Hit.Value)]
		s.Value = hit.Value.Rendered()
		if !isField {
			s.EventField = hit.Name
		}
	}
}

// rewriting are the modifiers that make other values of the author's.
var rewriting = []string{"|windash", "|base64", "|wide", "|utf16", "|expand"}

// became returns the field as it is compared, where modifiers make other values
// of those that the author wrote; of many values the first.
func became(f *ir.Field) string {
	name, _, _ := strings.Cut(f.Text, ": ")
	if !slices.ContainsFunc(rewriting, func(m string) bool { return strings.Contains(name, m) }) {
		return ""
	}
	const most = 10
	if len(f.Values) <= most {
		return f.String()
	}
	first := *f
	first.Values = f.Values[:most]
	return fmt.Sprintf("%s and %d more", first.String(), len(f.Values)-most)
}

// code shows the fields that an expression reads.
func (s *Step) code(c *tree.Code, e *view.Event) {
	for i, name := range c.Names {
		kid := &Step{Kind: "read", Field: name, Result: Matched}
		f := e.Field(c.Slots[i])
		if kid.see(f, e); f.Len() == 0 {
			kid.Result, kid.Reason = DidNotApply, "the event has no such field"
		}
		s.Kids = append(s.Kids, kid)
	}
}

// see notes the values of a field, and the event's own name for it.
func (s *Step) see(f *view.Field, e *view.Event) {
	for i := range f.Len() {
		own := &e.Source().Fields[f.Ref(i)]
		if !own.Is(s.Field) {
			s.EventField = own.Name
		}
		seen := Seen{Value: own.Value.Rendered(), Null: own.Value.IsNull()}
		if raw := own.Value.Raw(); raw != seen.Value {
			seen.Raw = raw
		}
		s.Seen = append(s.Seen, seen)
	}
}
