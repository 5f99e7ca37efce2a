package evtx

import "github.com/rulehound/rulehound/normalize/source/internal/scan"

// node is an element, or the fragment around elements.
type node struct {
	name        string
	dependency  uint16 // the substitution that the element depends on, noSub for none
	parts       []part // the element's own text
	attributes  []attribute
	first, last *node // children
	next        *node // sibling
}

type attribute struct {
	name  string
	parts []part
}

// add adds a child.
func (n *node) add(kid *node) {
	if n.last == nil {
		n.first = kid
	} else {
		n.last.next = kid
	}
	n.last = kid
}

// tree is the memory of nodes and what is in them.
type tree struct {
	nodes      scan.Arena[node]
	attributes scan.Arena[attribute]
	parts      scan.Arena[part]
}

// recycle gives all of it up to be written over.
func (t *tree) recycle() {
	t.nodes.Recycle()
	t.attributes.Recycle()
	t.parts.Recycle()
}

const usualNodes = 32 // of a fragment

func (t *tree) node() *node {
	one := append(t.nodes.Room(1, usualNodes), node{dependency: noSub})
	return &t.nodes.Keep(one)[0]
}

func (t *tree) part(to []part, p part) []part { return extend(&t.parts, to, p) }

func (t *tree) attribute(to []attribute, a attribute) []attribute {
	return extend(&t.attributes, to, a)
}

// extend appends to a list, most of which have one item.
func extend[T any](a *scan.Arena[T], to []T, item T) []T {
	if to == nil {
		return a.Keep(append(a.Room(1, usualNodes), item))
	}
	return append(to, item)
}
