// Package tree holds conditions that are bound to a source of events (bind.go), and asks
// them: whether they match (eval.go), what counted in that (evidence.go), what each of
// their nodes says (record.go). What is constant or repeated goes (simplify.go), what is
// cheap is asked first (order.go), and of texts it is told what to look for (literal.go).
package tree

import (
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// Node is a condition bound to the fields of one source.
type Node struct {
	Op     Op
	N      int     // of AtLeast
	Kids   []*Node // of Not, And, Or, AtLeast
	Test   *Test   // of Leaf
	Code   *Code   // of Eval
	Source ir.Node // what the author wrote; nil where a pass made the node
	Number int32   // of Known and Guarded: the test's number in the index
}

// Op is what a Node does.
type Op uint8

// The operations. True, False, Known and Guarded come from passes only.
const (
	False Op = iota
	True
	Known   // a test that the index decides
	Guarded // a test that the index can only refuse
	Leaf    // a test
	Eval    // code: an expression
	Not
	And
	Or
	AtLeast
)

// Test is a question asked of a slot. Rules of a group that ask the same share it.
type Test struct {
	*Question
	Slot int // of the field; slots.Every for a keyword
}

// Subject returns the values of e that the test asks.
func (t *Test) Subject(e *view.Event) *view.Field {
	if t.Keyword != nil {
		return e.All()
	}
	return e.Field(t.Slot)
}

// Code is an expression with the slots of the fields that it reads.
type Code struct {
	Names []string // as the author wrote them
	Slots []int
	eval  func(ir.Lookup) (bool, error)
}
