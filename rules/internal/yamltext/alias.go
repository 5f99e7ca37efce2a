package yamltext

import (
	"gopkg.in/yaml.v3"
)

// resolver puts the nodes that aliases stand for in their places and carries
// out merge keys. It keeps the extent of what it has seen, so that a bomb of
// aliases costs no more than its own text.
type resolver struct {
	nodes map[*yaml.Node]extent // zero while the node is being resolved
}

func (r *resolver) resolve(n *yaml.Node) (*yaml.Node, extent, error) {
	at := n
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if e, seen := r.nodes[n]; seen {
		if e.nodes == 0 {
			return nil, e, &Error{Line: at.Line, Col: at.Column, Msg: "the alias *" + at.Value + " stands for something that holds the alias itself"}
		}
		return n, e, nil
	}
	r.nodes[n] = extent{}
	size, err := r.kids(n)
	if err != nil {
		return nil, size, err
	}
	n.Anchor = ""
	r.nodes[n] = size
	return n, size, nil
}

func (r *resolver) kids(n *yaml.Node) (extent, error) {
	size := extent{nodes: 1, depth: 1}
	for i, kid := range n.Content {
		kid, e, err := r.resolve(kid)
		if err != nil {
			return size, err
		}
		if n.Kind == yaml.MappingNode && i%2 == 0 && kid.Kind != yaml.ScalarNode {
			return size, &Error{Line: kid.Line, Col: kid.Column, Msg: "a key must be a plain text, not a list or a mapping"}
		}
		n.Content[i] = kid
		size = size.add(e)
		if err := inBounds(kid, size); err != nil {
			return size, err
		}
	}
	if n.Kind != yaml.MappingNode {
		return size, nil
	}
	return size, merge(n)
}

// merge carries out the merge keys of mapping n: << : *base becomes the pairs of
// base that n does not have itself.
func merge(n *yaml.Node) error {
	var own, bases []*yaml.Node
	for i := 0; i < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case !isMerge(k):
			own = append(own, k, v)
		case v.Kind == yaml.SequenceNode:
			bases = append(bases, v.Content...)
		default:
			bases = append(bases, v)
		}
	}
	if bases == nil {
		return nil
	}
	has := map[string]bool{}
	for i := 0; i < len(own); i += 2 {
		has[own[i].Value] = true
	}
	for _, base := range bases {
		if base.Kind != yaml.MappingNode {
			return &Error{Line: base.Line, Col: base.Column, Msg: "the merge key << takes a mapping or a list of mappings"}
		}
		for i := 0; i < len(base.Content); i += 2 {
			if k := base.Content[i]; !has[k.Value] {
				has[k.Value] = true
				own = append(own, k, base.Content[i+1])
			}
		}
	}
	n.Content = own
	return nil
}

func isMerge(k *yaml.Node) bool {
	return k.Kind == yaml.ScalarNode && k.Tag == "!!merge"
}
