package plan

import "github.com/rulehound/rulehound/engine/internal/tree/treetest"

// What tables of conditions are written in.
var (
	is, has, expression = treetest.Is, treetest.Has, treetest.Expression
	and, or, neg, some  = treetest.And, treetest.Or, treetest.Not, treetest.Some
	show, bind          = treetest.Show, treetest.Bind

	a, b, d = is("A", "1"), is("B", "2"), is("D", "4")
	code    = treetest.Code()
)
