package rules

import (
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/internal/spelling"
	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// configReader reads a configuration file and collects what is wrong with it.
type configReader struct {
	fsys fs.FS
	name string
	src  *yamltext.Text
	errs []error
}

// openConfig returns the root of a file's only document. An empty file has an
// empty mapping.
func openConfig(fsys fs.FS, name string) (*configReader, *yaml.Node, error) {
	src, err := readFile(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	text, err := yamltext.Read(src)
	if err != nil {
		return nil, nil, syntax(name, err)
	}
	chunks, err := text.Chunks()
	if len(chunks) > 1 {
		err = &yamltext.Error{Line: chunks[1].Line, Col: 1, Msg: "a second document; there may be one"}
	}
	root := &yaml.Node{Kind: yaml.MappingNode}
	if err == nil && len(chunks) == 1 {
		root, err = chunks[0].Parse()
	}
	if err != nil {
		return nil, nil, syntax(name, err)
	}
	return &configReader{fsys: fsys, name: name, src: text}, root, nil
}

func (r *configReader) fail(n *yaml.Node, format string, args ...any) *Problem {
	p := &Problem{File: r.name, Line: n.Line, Col: n.Column, Code: "config", Msg: fmt.Sprintf(format, args...), Err: ErrInvalid}
	r.errs = append(r.errs, p)
	return p
}

// object reads a mapping whose keys are known.
func (r *configReader) object(n *yaml.Node, what string, keys map[string]func(*yaml.Node)) {
	known := slices.Sorted(maps.Keys(keys))
	for k, v := range r.pairs(n, what) {
		if read, ok := keys[k.Value]; ok {
			read(v)
			continue
		}
		p := r.fail(k, "unknown key %q; %s has %s", k.Value, what, strings.Join(known, ", "))
		p.Hint = spelling.Hint(k.Value, slices.Values(known))
	}
}

// pairs yields the pairs of a mapping; null has none. A repeated key is a fault.
func (r *configReader) pairs(n *yaml.Node, what string) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			if n.Tag != "!!null" {
				r.fail(n, "%s must be a mapping", what)
			}
			return
		}
		seen := map[string]bool{}
		for i := 0; i < len(n.Content); i += 2 {
			k := n.Content[i]
			if seen[k.Value] {
				r.fail(k, "the key %q stands twice", k.Value)
				continue
			}
			seen[k.Value] = true
			if !yield(k, n.Content[i+1]) {
				return
			}
		}
	}
}

// items returns the elements of a list; null has none.
func (r *configReader) items(n *yaml.Node, what string) []*yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content
	}
	if n.Tag != "!!null" {
		r.fail(n, "%s must be a list", what)
	}
	return nil
}

// text returns a scalar as the source spells it.
func (r *configReader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		r.fail(n, "this must be a text")
		return ""
	}
	return n.Value
}

// lists reads a mapping from names to lists of values.
func (r *configReader) lists(n *yaml.Node, what string) map[string][]string {
	lists := map[string][]string{}
	for k, v := range r.pairs(n, what) {
		lists[k.Value] = r.values(v)
	}
	return lists
}

// values reads a list of texts, one text, {file: path}, or null for no value.
func (r *configReader) values(n *yaml.Node) []string {
	values := []string{}
	switch {
	case n.Tag == "!!null":
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			values = append(values, r.text(item))
		}
	case n.Kind == yaml.MappingNode:
		r.object(n, "a list", map[string]func(*yaml.Node){
			"file": func(n *yaml.Node) { values = r.valueFile(n, r.text(n)) },
		})
	default:
		values = append(values, r.text(n))
	}
	return values
}

// valueFile reads the values of a file, one a line.
func (r *configReader) valueFile(n *yaml.Node, file string) []string {
	full, src, ok := r.file(n, file)
	if !ok {
		return nil
	}
	text, err := yamltext.Read(src)
	if err != nil {
		r.fail(n, "%s: %v", full, err)
		return nil
	}
	values := []string{}
	for line := range strings.Lines(text.String()) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			values = append(values, line)
		}
	}
	return values
}

func (r *configReader) eventIDs(n *yaml.Node) []uint32 {
	var ids []uint32
	for _, item := range r.items(n, "event_ids") {
		id, err := strconv.ParseUint(item.Value, 10, 32)
		if err != nil {
			r.fail(item, "%q is no event id", item.Value)
			continue
		}
		ids = append(ids, uint32(id))
	}
	return ids
}
