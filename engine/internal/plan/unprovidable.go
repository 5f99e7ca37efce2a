package plan

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/rules/ir"
)

// Unprovidable returns those of missing, fields that events never have, whose
// absence makes some part of the condition true: what stands under a negation,
// and tests for null. A condition that needs such a field can only fail.
func Unprovidable(condition ir.Node, missing []string) []string {
	if len(missing) == 0 {
		return nil
	}
	w := absences{missing: missing}
	w.walk(condition, false)
	return w.found
}

type absences struct{ missing, found []string }

func (w *absences) walk(n ir.Node, negated bool) {
	switch n := n.(type) {
	case *ir.And:
		w.all(n.Kids, negated)
	case *ir.Or:
		w.all(n.Kids, negated)
	case *ir.AtLeast:
		w.all(n.Kids, negated)
	case *ir.Not:
		w.walk(n.Kid, !negated)
	case *ir.Field:
		if negated != (n.Op == ir.Null) {
			w.add(n.Name)
		}
	case *ir.Leaf:
		if negated {
			for _, name := range n.Fields {
				w.add(name)
			}
		}
	}
}

func (w *absences) all(kids []ir.Node, negated bool) {
	for _, kid := range kids {
		w.walk(kid, negated)
	}
}

func (w *absences) add(name string) {
	same := func(s string) bool { return strings.EqualFold(s, name) }
	if slices.ContainsFunc(w.missing, same) && !slices.ContainsFunc(w.found, same) {
		w.found = append(w.found, name)
	}
}

// Never reports whether a condition is false of every event without the fields
// in missing.
func Never(condition ir.Node, missing []string) bool {
	return len(missing) > 0 && tree.Simplify(withoutFields(condition, missing)).Op == tree.False
}

// withoutFields decides what asks for fields that are not there, and leaves open
// what asks for others.
func withoutFields(n ir.Node, missing []string) *tree.Node {
	lacks := func(name string) bool {
		return slices.ContainsFunc(missing, func(s string) bool { return strings.EqualFold(s, name) })
	}
	bound := &tree.Node{Op: tree.Eval}
	switch n := n.(type) {
	case *ir.And:
		bound.Op = tree.And
	case *ir.Or:
		bound.Op = tree.Or
	case *ir.AtLeast:
		bound.Op, bound.N = tree.AtLeast, n.N
	case *ir.Not:
		bound.Op = tree.Not
	case *ir.Field:
		switch {
		case lacks(n.Name) && n.Op == ir.Null:
			bound.Op = tree.True
		case lacks(n.Name) || n.Ref != "" && lacks(n.Ref):
			bound.Op = tree.False
		}
	}
	for _, kid := range ir.Kids(n) {
		bound.Kids = append(bound.Kids, withoutFields(kid, missing))
	}
	return bound
}
