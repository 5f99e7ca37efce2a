package tree

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/rules/ir"
)

// Fields returns the fields that a condition reads, as the author wrote them,
// sorted. Names that differ in case are one.
func Fields(n ir.Node) []string {
	var names []string
	EachField(n, func(name string) {
		// Fast path: most name what one of the last did.
		if !slices.Contains(names[max(0, len(names)-8):], name) {
			names = append(names, name)
		}
	})
	slices.SortFunc(names, compareFold)
	return slices.CompactFunc(names, strings.EqualFold)
}

func compareFold(a, b string) int {
	if strings.EqualFold(a, b) {
		return 0
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}

// EachField gives the fields that a condition reads, as the author wrote them, one after
// the other, also those that it names again.
func EachField(n ir.Node, add func(name string)) {
	switch n := n.(type) {
	case *ir.And:
		collectAll(n.Kids, add)
	case *ir.Or:
		collectAll(n.Kids, add)
	case *ir.AtLeast:
		collectAll(n.Kids, add)
	case *ir.Not:
		EachField(n.Kid, add)
	case *ir.Field:
		add(n.Name)
		if n.Ref != "" {
			add(n.Ref)
		}
	case *ir.Leaf:
		for _, name := range n.Fields {
			add(name)
		}
	}
}

func collectAll(kids []ir.Node, add func(name string)) {
	for _, kid := range kids {
		EachField(kid, add)
	}
}
