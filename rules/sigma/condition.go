package sigma

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma/internal/condition"
)

// condition reads the condition, or a list of them, any of which is enough.
func (r *reader) condition(key, value *yaml.Node, searches []*search) ir.Node {
	lists := []*yaml.Node{value}
	if value.Kind == yaml.SequenceNode {
		lists = value.Content
	}
	if len(lists) == 0 {
		r.report(key, codeEmpty, "the list of conditions is empty")
	}
	res := newResolver(r, searches)
	res.alone = len(lists) == 1
	var kids []ir.Node
	for _, n := range lists {
		kids = append(kids, res.text(n))
	}
	res.unused()
	if len(kids) == 1 {
		return kids[0]
	}
	return &ir.Or{Meta: at(key, ""), Kids: kids}
}

// resolver puts searches in place of the names in conditions. A search that is
// named twice is one node in two places, and so are equal patterns.
type resolver struct {
	*reader
	searches []*search
	byName   map[string]*search
	patterns map[string]ir.Node
	scalar   *yaml.Node // the condition being resolved
	length   int        // of all conditions
	alone    bool       // it is the only condition
	broken   bool       // some condition cannot be read: which searches are unused is unknown
}

func newResolver(r *reader, searches []*search) *resolver {
	res := &resolver{reader: r, searches: searches, byName: map[string]*search{}, patterns: map[string]ir.Node{}}
	for _, s := range searches {
		res.byName[s.key.Value] = s
	}
	return res
}

// text reads one condition. A refused one gives a node that nobody will see.
func (r *resolver) text(n *yaml.Node) ir.Node {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		r.broken = true
		r.report(n, codeCondition, "a condition is one text")
		return &ir.Or{}
	}
	if !r.spend(n.Column + len(n.Value)) { // to be placed, its line is read up to it
		r.broken = true
		r.reportAt(n, overBudget("placing the conditions"))
		return &ir.Or{}
	}
	c, err := condition.Parse(n.Value)
	if r.length += len(n.Value); r.length > condition.MaxLength && err == nil {
		err = &condition.Error{Msg: "the conditions are too long together"}
	}
	if err != nil {
		r.broken = true
		r.syntax(n, err)
		return &ir.Or{}
	}
	r.scalar = n
	node := r.expr(c.Expr)
	if c.Pipe > 0 {
		r.aggregation(n, c)
	}
	r.negates = r.negates || negates(c.Expr)
	return node
}

func (r *resolver) syntax(n *yaml.Node, err error) {
	f := &fault{code: codeCondition, msg: err.Error()}
	if e, ok := errors.AsType[*condition.Error](err); ok {
		f.offset, f.msg, f.hint = e.Offset, e.Msg, e.Hint
	}
	r.reportAt(n, f)
}

// negates reports whether there is a not in the expression.
func negates(e *condition.Expr) bool {
	return e.Op == condition.Not || slices.ContainsFunc(e.Kids, negates)
}

func (r *resolver) expr(e *condition.Expr) ir.Node {
	switch e.Op {
	case condition.Name:
		return r.named(e)
	case condition.Of:
		return r.covered(e)
	case condition.Not:
		return &ir.Not{Meta: r.meta(e), Kid: r.expr(e.Kids[0])}
	}
	var kids []ir.Node
	for _, kid := range e.Kids {
		kids = append(kids, r.expr(kid))
	}
	if e.Op == condition.Or {
		return &ir.Or{Meta: r.meta(e), Kids: kids}
	}
	return &ir.And{Meta: r.meta(e), Kids: kids}
}

// meta returns where an expression stands and how it is written.
func (r *resolver) meta(e *condition.Expr) ir.Meta {
	m := ir.Meta{Text: strings.Join(strings.Fields(shorten(r.scalar.Value[e.Start:e.End])), " ")}
	m.Line, m.Col = r.doc.Position(r.scalar, e.Start)
	return m
}

func (r *resolver) named(e *condition.Expr) ir.Node {
	s, ok := r.byName[e.Name]
	if !ok {
		r.unknown(e, fmt.Sprintf("no selection is called %q", e.Name))
		return &ir.Or{}
	}
	s.used = true
	return s.node
}

// covered resolves a quantified pattern.
func (r *resolver) covered(e *condition.Expr) ir.Node {
	key := fmt.Sprintf("%d of %s", e.N, e.Name)
	if n, ok := r.patterns[key]; ok {
		return n
	}
	if r.full() || !r.spend((perSearch+len(e.Name))*len(r.searches)) {
		r.reportAt(r.scalar, overBudget("the condition"))
		return &ir.Or{}
	}
	var kids []ir.Node
	for _, s := range r.searches {
		if condition.Covers(e.Name, s.key.Value) {
			s.used = true
			kids = append(kids, s.node)
		}
	}
	n := r.quantified(e, kids)
	r.patterns[key] = n
	return n
}

func (r *resolver) quantified(e *condition.Expr, kids []ir.Node) ir.Node {
	switch n := cmp.Or(e.N, len(kids)); {
	case len(kids) == 0:
		r.unknown(e, fmt.Sprintf("the pattern %q covers no selection", e.Name))
	case n > len(kids):
		r.reportAt(r.scalar, &fault{code: codeCondition, offset: e.Start, msg: fmt.Sprintf("%q covers only %d, so %d of them can never match", e.Name, len(kids), n)})
	case len(kids) == 1:
		return kids[0]
	case n == 1:
		return &ir.Or{Meta: r.meta(e), Kids: kids}
	case n == len(kids):
		return &ir.And{Meta: r.meta(e), Kids: kids}
	default:
		return &ir.AtLeast{Meta: r.meta(e), N: n, Kids: kids}
	}
	return &ir.Or{}
}

// unknown reports a name or a pattern that stands for nothing.
func (r *resolver) unknown(e *condition.Expr, msg string) {
	r.broken = true
	if r.full() {
		return
	}
	var names []string
	for _, s := range r.searches {
		names = append(names, s.key.Value)
	}
	f := &fault{code: codeUnknownSelection, offset: e.NameStart, msg: msg, hint: didYouMean(e.Name, names)}
	const listed = 10
	switch {
	case e.Op == condition.Name && strings.EqualFold(e.Name, condition.Them):
		f.hint = fmt.Sprintf("write \"1 of %s\" or \"all of %[1]s\"", condition.Them)
	case e.Op == condition.Of && e.Name == condition.Them && len(names) > 0:
		f.hint = "names that begin with _ are hidden from it"
	case f.hint == "" && len(names) > 0 && len(names) <= listed:
		f.hint = "there are " + strings.Join(names, ", ")
	}
	r.reportAt(r.scalar, f)
}

// unused warns of searches that no condition names.
func (r *resolver) unused() {
	if r.broken || r.refused {
		return
	}
	for _, s := range slices.DeleteFunc(slices.Clone(r.searches), func(s *search) bool { return s.used }) {
		r.report(s.key, codeUnusedSelection, "no condition uses the selection %q", s.key.Value)
	}
}
