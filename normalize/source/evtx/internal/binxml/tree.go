package binxml

import "github.com/rulehound/rulehound/normalize/source/internal/scan"

// Node is an element, or the fragment around elements.
type Node struct {
	Name        string
	Dependency  uint16 // the substitution that the element depends on, NoSub for none
	Parts       []Part // the element's own text
	Attributes  []Attribute
	First, last *Node // children
	Next        *Node // sibling
}

// Attribute is an attribute of an element.
type Attribute struct {
	Name  string
	Parts []Part
}

// add adds a child.
func (n *Node) add(kid *Node) {
	if n.last == nil {
		n.First = kid
	} else {
		n.last.Next = kid
	}
	n.last = kid
}

// tree is the memory of nodes and what is in them.
type tree struct {
	nodes      scan.Arena[Node]
	attributes scan.Arena[Attribute]
	parts      scan.Arena[Part]
}

// recycle gives all of it up to be written over.
func (t *tree) recycle() {
	t.nodes.Recycle()
	t.attributes.Recycle()
	t.parts.Recycle()
}

const usualNodes = 32 // of a fragment

func (t *tree) node() *Node {
	one := append(t.nodes.Room(1, usualNodes), Node{Dependency: NoSub})
	return &t.nodes.Keep(one)[0]
}

func (t *tree) part(to []Part, p Part) []Part { return extend(&t.parts, to, p) }

func (t *tree) attribute(to []Attribute, a Attribute) []Attribute {
	return extend(&t.attributes, to, a)
}

// extend appends to a list, most of which have one item.
func extend[T any](a *scan.Arena[T], to []T, item T) []T {
	if to == nil {
		return a.Keep(append(a.Room(1, usualNodes), item))
	}
	return append(to, item)
}
