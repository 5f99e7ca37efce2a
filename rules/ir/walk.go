package ir

import (
	"iter"
	"slices"
	"strings"
)

// All yields every node of the tree once, parents before their kids. A node
// that hangs in several places, as a selection does that the condition names
// twice, is yielded where it is met first.
func All(root Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		w := walker{seen: map[Node]bool{}, yield: yield}
		w.walk(root)
	}
}

// Fields returns the fields that a condition reads, as the author wrote them,
// sorted. Names that differ in case are one.
func Fields(root Node) []string {
	var names []string
	EachField(root, func(name string) {
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

// EachField gives the fields that a condition reads, as the author wrote them, one
// after the other, also those that it names again.
func EachField(root Node, add func(name string)) {
	switch n := root.(type) {
	case *Field:
		add(n.Name)
		if n.Ref != "" {
			add(n.Ref)
		}
	case *Leaf:
		for _, name := range n.Fields {
			add(name)
		}
	}
	for _, kid := range Kids(root) {
		EachField(kid, add)
	}
}

// Kids returns what n is made of; nil when it is a predicate. The slice is n's own.
func Kids(n Node) []Node {
	switch n := n.(type) {
	case *And:
		return n.Kids
	case *Or:
		return n.Kids
	case *AtLeast:
		return n.Kids
	case *Not:
		return []Node{n.Kid}
	}
	return nil
}

type walker struct {
	seen  map[Node]bool
	yield func(Node) bool
}

func (w *walker) walk(n Node) bool {
	if w.seen[n] {
		return true
	}
	w.seen[n] = true
	if !w.yield(n) {
		return false
	}
	for _, kid := range Kids(n) {
		if !w.walk(kid) {
			return false
		}
	}
	return true
}
