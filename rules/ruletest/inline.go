package ruletest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gopkg.in/yaml.v3"
)

// inlineJSON writes an event that was given as YAML as JSON: numbers, booleans
// and null stay what they are, everything else is text as it was written,
// dates too. The node has neither aliases nor merge keys.
func inlineJSON(n *yaml.Node) ([]byte, error) {
	var b bytes.Buffer
	err := appendJSON(&b, n)
	return b.Bytes(), err
}

// inlineEvents writes a list of events, one a line, behind before, which is none.
func inlineEvents(n *yaml.Node, before []byte) ([]byte, error) {
	if before != nil || len(n.Content) == 0 {
		return nil, fmt.Errorf("a test has one list of at least one event")
	}
	var all []byte
	for _, kid := range n.Content {
		if err := is(kid, yaml.MappingNode, "a list of maps"); err != nil {
			return nil, err
		}
		event, err := inlineJSON(kid)
		if err != nil {
			return nil, err
		}
		all = append(append(all, event...), '\n')
	}
	return all, nil
}

func appendJSON(b *bytes.Buffer, n *yaml.Node) error {
	switch n.Kind {
	case yaml.MappingNode:
		return appendAll(b, n, "{}", 2)
	case yaml.SequenceNode:
		return appendAll(b, n, "[]", 1)
	}
	return appendScalar(b, n)
}

// appendAll writes the kids of a map, two a member, or of a list.
func appendAll(b *bytes.Buffer, n *yaml.Node, brackets string, step int) error {
	b.WriteByte(brackets[0])
	for i := 0; i < len(n.Content); i += step {
		if i > 0 {
			b.WriteByte(',')
		}
		if step == 2 {
			appendText(b, n.Content[i].Value)
			b.WriteByte(':')
		}
		if err := appendJSON(b, n.Content[i+step-1]); err != nil {
			return err
		}
	}
	b.WriteByte(brackets[1])
	return nil
}

func appendScalar(b *bytes.Buffer, n *yaml.Node) error {
	var v any
	switch n.ShortTag() {
	case "!!int", "!!float", "!!bool", "!!null":
		if err := n.Decode(&v); err != nil {
			return err
		}
		text, err := json.Marshal(v)
		if err != nil { // .inf and .nan
			return fmt.Errorf("%s is no value that a log can hold", n.Value)
		}
		b.Write(text)
	default:
		appendText(b, n.Value)
	}
	return nil
}

func appendText(b *bytes.Buffer, s string) {
	quoted, _ := json.Marshal(s) // never fails for a string
	b.Write(quoted)
}
