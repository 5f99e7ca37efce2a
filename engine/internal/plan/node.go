// Package plan turns conditions into something fast to evaluate. A rule is
// bound once to every source that its log source can see (bind.go). For a class
// of events, what is known of their identity is folded into the rules of all
// sources (folder.go), the trees are made smaller (simplify.go), an index of
// their texts is made that decides most tests (index.go), and the rest is put in
// order of cost (order.go): that is a Program (plans.go). The bound tree stays as
// it is for explaining; both trees share their tests. docs/architecture.md
// follows one rule through all of it.
package plan

import (
	"github.com/rulehound/rulehound/engine/internal/match"
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
	number int32   // of Known and Guarded: the test's number in the index
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
	*question
	Slot int // of the field; slots.Every for a keyword
}

// Subject returns the values of e that the test asks.
func (t *Test) Subject(e *match.Event) *match.Field {
	if t.keyword != nil {
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
