// Package document is the YAML document that a rule is written in: its text,
// its positions, and the metadata that all rule languages share.
package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// Document is one YAML document of a rule file.
type Document struct {
	File   string
	Index  int    // which document of File, from 0; empty ones are not counted
	Line   int    // of its first key, 1-based
	Text   []byte // UTF-8 with line feeds, as the author wrote it
	SHA256 string // of Text without blanks around it, and of the global documents it builds on; lower-case hexadecimal

	// Root is the mapping. Its nodes have the lines of File; neither aliases nor
	// merge keys are left, so that a node may hang in several places: read-only.
	Root *yaml.Node

	text   *yamltext.Text
	placed *yaml.Node // the scalar that places is of
	places []yamltext.Place
}

// Split returns the documents of a rule file, and what is wrong with the
// others. One that is broken does not take the rest along. Documents whose root
// is no mapping are none of ours and left out. Legacy collections (action:
// global, repeat, reset) are carried out: what comes back are the whole rules.
func Split(file string, src []byte) ([]*Document, []*rules.Problem) {
	text, err := yamltext.Read(src)
	if err != nil {
		return nil, []*rules.Problem{problem(file, err)}
	}
	chunks, err := text.Chunks()
	var problems []*rules.Problem
	if err != nil {
		problems = append(problems, problem(file, err))
	}
	c := collection{}
	var docs []*Document
	for i, chunk := range chunks {
		root, err := chunk.Parse()
		if err != nil {
			problems = append(problems, problem(file, err))
			continue
		}
		if root == nil || root.Kind != yaml.MappingNode {
			continue
		}
		d := &Document{File: file, Index: i, Line: root.Line, Text: []byte(chunk.Text), Root: root, text: text}
		d.SHA256 = hash(d.Text)
		rule, p := c.add(d)
		if p != nil {
			problems = append(problems, p)
		} else if rule {
			docs = append(docs, d)
		}
	}
	return docs, problems
}

func hash(texts ...[]byte) string {
	h := sha256.New()
	for _, t := range texts {
		h.Write(bytes.TrimSpace(t))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// problem turns an error of yamltext into a Problem.
func problem(file string, err error) *rules.Problem {
	p := &rules.Problem{File: file, Code: "yaml-syntax", Msg: err.Error(), Err: rules.ErrSyntax}
	if e, ok := errors.AsType[*yamltext.Error](err); ok {
		p.Line, p.Col, p.Msg = e.Line, e.Col, e.Msg
	}
	return p
}

// Get returns the first pair of the root with that key; nil, nil when there is none.
func (d *Document) Get(key string) (k, v *yaml.Node) {
	for i := 0; i+1 < len(d.Root.Content); i += 2 {
		if d.Root.Content[i].Value == key {
			return d.Root.Content[i], d.Root.Content[i+1]
		}
	}
	return nil, nil
}

// With returns the document with another value for a key of the root.
func (d *Document) With(key, value *yaml.Node) *Document {
	c, root := *d, *d.Root
	root.Content = append([]*yaml.Node(nil), d.Root.Content...)
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i] == key {
			root.Content[i+1] = value
		}
	}
	c.Root = &root
	return &c
}

// Has reports whether the root has the key.
func (d *Document) Has(key string) bool {
	k, _ := d.Get(key)
	return k != nil
}

// Problem returns an error-level problem at n, or at the document when n is nil.
func (d *Document) Problem(n *yaml.Node, code string, sentinel error, format string, args ...any) *rules.Problem {
	p := &rules.Problem{File: d.File, Line: d.Line, Col: 1, RuleID: d.id(), Code: code, Msg: fmt.Sprintf(format, args...), Err: sentinel}
	if n != nil {
		p.Line, p.Col = n.Line, n.Column
	}
	return p
}

func (d *Document) id() string {
	if _, v := d.Get("id"); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

// Position returns where the byte at offset of scalar's decoded value stands in
// the file, whatever style the scalar is written in; where the scalar begins
// when that cannot be told.
func (d *Document) Position(scalar *yaml.Node, offset int) (line, col int) {
	if d.placed != scalar {
		d.placed, d.places = scalar, d.text.Places(scalar)
	}
	if offset < 0 || offset >= len(d.places) {
		return scalar.Line, scalar.Column
	}
	return d.places[offset].Line, d.places[offset].Col
}
