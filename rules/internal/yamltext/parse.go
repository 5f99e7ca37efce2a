package yamltext

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// Parse reads the chunk's YAML and returns its root; nil when it holds nothing.
// The nodes have the lines of the file, keys are scalars, and neither aliases
// nor merge keys are left: a node that was aliased hangs in several places, so
// nobody may change it. The size of the tree, walked with every repetition, is
// at most [MaxNodes]. The error is an *[Error].
func (c Chunk) Parse() (*yaml.Node, error) {
	switch {
	case len(c.Text) > MaxLength:
		return nil, &Error{Line: c.Line, Col: 1, Msg: fmt.Sprintf("the document is larger than %d MiB", MaxLength>>20)}
	case entries(c.Text) > MaxNodes:
		return nil, &Error{Line: c.Line, Col: 1, Msg: fmt.Sprintf("the document has more than %d nodes", MaxNodes)}
	}
	root, err := parse(c.Text)
	if err != nil {
		return nil, c.locate(err)
	}
	if root == nil {
		return nil, nil
	}
	var s survey
	if err := s.walk(root, c.Line-1, 1); err != nil {
		return nil, err
	}
	if s.aliases {
		r := resolver{nodes: map[*yaml.Node]extent{}}
		if root, _, err = r.resolve(root); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// parse returns the one document in text. yaml.v3 alone would ignore what
// follows the root.
func parse(text string) (*yaml.Node, error) {
	if strings.HasPrefix(text, "%") { // yaml.v3 reads 1.2 and refuses to be told
		text = strings.Replace(text, "%YAML 1.2\n", "%YAML 1.1\n", 1)
	}
	dec := yaml.NewDecoder(strings.NewReader(text))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	if err := dec.Decode(&more); err == nil {
		return nil, errors.New("yaml: there is more text after the end of the document")
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return doc.Content[0], nil
}

// survey walks a tree as the parser left it, where every node hangs in one place.
type survey struct {
	nodes   int
	aliases bool // aliases or merge keys
}

// walk gives n and everything below it the lines of the file and checks the bounds.
func (s *survey) walk(n *yaml.Node, lines, depth int) error {
	n.Line += lines
	s.nodes++
	if err := inBounds(n, extent{nodes: s.nodes, depth: depth}); err != nil {
		return err
	}
	s.aliases = s.aliases || n.Kind == yaml.AliasNode || isMerge(n)
	for i, kid := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && kid.Kind != yaml.ScalarNode && kid.Kind != yaml.AliasNode {
			return &Error{Line: kid.Line + lines, Col: kid.Column, Msg: "a key must be a plain text, not a list or a mapping"}
		}
		if err := s.walk(kid, lines, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// extent is how large a tree is with its aliases written out.
type extent struct{ nodes, depth int }

func (e extent) add(kid extent) extent {
	return extent{nodes: e.nodes + kid.nodes, depth: max(e.depth, kid.depth+1)}
}

func inBounds(n *yaml.Node, e extent) error {
	switch {
	case e.nodes > MaxNodes:
		return &Error{Line: n.Line, Col: n.Column, Msg: fmt.Sprintf("the document has more than %d nodes", MaxNodes)}
	case e.depth > MaxDepth:
		return &Error{Line: n.Line, Col: n.Column, Msg: fmt.Sprintf("the document is nested deeper than %d levels", MaxDepth)}
	}
	return nil
}
