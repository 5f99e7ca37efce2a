package oracle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"gopkg.in/yaml.v3"
)

// documents returns the mappings of a YAML stream. Aliases and merge keys are
// resolved, and the legacy action attribute is carried out.
func documents(src []byte) ([]*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var docs []*yaml.Node
	var global *yaml.Node
	for {
		var n yaml.Node
		err := dec.Decode(&n)
		if errors.Is(err, io.EOF) {
			return docs, nil
		}
		if err != nil {
			return nil, err
		}
		if len(n.Content) == 0 || n.Content[0].ShortTag() == "!!null" {
			continue
		}
		doc, err := resolve(n.Content[0])
		if err != nil {
			return nil, err
		}
		if doc.Kind != yaml.MappingNode {
			return nil, errors.New("a rule is a mapping")
		}
		switch action := text(doc, "action"); action {
		case "":
			docs = append(docs, overlay(global, doc))
		case "global":
			global = overlay(global, doc)
		case "reset":
			global = nil
		case "repeat":
			if len(docs) == 0 {
				return nil, errors.New("nothing to repeat")
			}
			docs = append(docs, overlay(docs[len(docs)-1], doc))
		default:
			return nil, fmt.Errorf("unknown action %q", action)
		}
	}
}

// overlay returns base with the keys of top laid over it, maps into maps.
func overlay(base, top *yaml.Node) *yaml.Node {
	if base == nil || base.Kind != yaml.MappingNode || top.Kind != yaml.MappingNode {
		return top
	}
	out := *base
	out.Content = nil
	for i := 0; i < len(base.Content); i += 2 {
		key, val := base.Content[i], base.Content[i+1]
		if key.Value == "action" {
			continue
		}
		if over := value(top, key.Value); over != nil {
			val = overlay(val, over)
		}
		out.Content = append(out.Content, key, val)
	}
	for i := 0; i < len(top.Content); i += 2 {
		if key := top.Content[i]; key.Value != "action" && value(base, key.Value) == nil {
			out.Content = append(out.Content, key, top.Content[i+1])
		}
	}
	return &out
}

// resolve returns n with aliases replaced by what they stand for and merge keys
// by the pairs that they bring in. The decoder has bounded both already.
func resolve(n *yaml.Node) (*yaml.Node, error) {
	if n.Kind == yaml.AliasNode {
		return resolve(n.Alias)
	}
	out := *n
	out.Content = nil
	var merged []*yaml.Node
	for i, kid := range n.Content {
		kid, err := resolve(kid)
		if err != nil {
			return nil, err
		}
		if n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].ShortTag() == "!!merge" {
			out.Content = out.Content[:len(out.Content)-1]
			merged = append(merged, kid)
			continue
		}
		out.Content = append(out.Content, kid)
	}
	for _, m := range merged {
		if err := merge(&out, m); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

// merge adds the pairs of from, a mapping or a list of mappings, whose keys n
// does not have yet.
func merge(n, from *yaml.Node) error {
	switch from.Kind {
	case yaml.SequenceNode:
		for _, m := range from.Content {
			if err := merge(n, m); err != nil {
				return err
			}
		}
	case yaml.MappingNode:
		for i := 0; i < len(from.Content); i += 2 {
			if value(n, from.Content[i].Value) == nil {
				n.Content = append(n.Content, from.Content[i], from.Content[i+1])
			}
		}
	default:
		return errors.New("a merge key takes a mapping")
	}
	return nil
}

// value returns the value of a mapping's key, nil when it is not there.
func value(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// pairs yields the keys and values of a mapping; nil is an empty one.
func pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) {
		for i := 0; n != nil && i+1 < len(n.Content) && yield(n.Content[i], n.Content[i+1]); i += 2 {
		}
	}
}

func text(n *yaml.Node, key string) string {
	if v := value(n, key); v != nil && v.Kind == yaml.ScalarNode && v.ShortTag() != "!!null" {
		return v.Value
	}
	return ""
}
