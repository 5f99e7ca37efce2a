package ir

import (
	"iter"
	"slices"
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

// Reads returns the names of the fields that the condition reads, as the author
// wrote them, sorted and without repeats.
func Reads(root Node) []string {
	var names []string
	for n := range All(root) {
		switch n := n.(type) {
		case *Field:
			names = append(names, n.Name)
			if n.Ref != "" {
				names = append(names, n.Ref)
			}
		case *Leaf:
			names = append(names, n.Fields...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
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
