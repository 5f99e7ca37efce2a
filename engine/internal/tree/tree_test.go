package tree_test

import "github.com/rulehound/rulehound/engine/internal/tree/treetest"

// What tables of conditions are written in.
var (
	is, has, expression = treetest.Is, treetest.Has, treetest.Expression
	and, or, neg, some  = treetest.And, treetest.Or, treetest.Not, treetest.Some
	show, bind          = treetest.Show, treetest.Bind

	yes, no = and(), or()
	a, b, c = is("A", "1"), is("B", "2"), is("C", "3")
	code    = treetest.Code()
)
