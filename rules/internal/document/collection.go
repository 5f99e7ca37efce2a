package document

import (
	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/yamltext"
)

// collection carries out the legacy actions of a file's documents: a global
// document is part of every one that follows, repeat is the rule before with
// changes, reset forgets the global documents.
type collection struct {
	global, last *Document
	pairs        int // that documents took over, against files that multiply themselves
}

// add completes d and reports whether it is a rule.
func (c *collection) add(d *Document) (bool, *rules.Problem) {
	k, v := d.Get("action")
	if k == nil {
		c.last = d
		return true, c.inherit(d, passedOn(c.global, d), false)
	}
	d.drop(k)
	switch v.Value {
	case "global":
		p := c.inherit(d, c.global, true)
		c.global = d
		return false, p
	case "reset":
		c.global = nil
		return false, nil
	case "repeat":
		if c.last == nil {
			return false, d.Problem(v, "rule-action", rules.ErrInvalid, "action: repeat has no rule before it")
		}
		p := c.inherit(d, c.last, true)
		c.last = d
		return true, p
	}
	return false, d.Problem(v, "rule-action", rules.ErrInvalid, "unknown action %q; there are global, repeat and reset", v.Value)
}

// drop removes the pair of key from the root.
func (d *Document) drop(key *yaml.Node) {
	var kept []*yaml.Node
	for i := 0; i < len(d.Root.Content); i += 2 {
		if d.Root.Content[i] != key {
			kept = append(kept, d.Root.Content[i], d.Root.Content[i+1])
		}
	}
	root := *d.Root
	root.Content = kept
	d.Root = &root
}

// passedOn returns what of the global document is for d: what single events are
// found by is not for a correlation or a filter, which say something else.
func passedOn(global, d *Document) *Document {
	if global == nil || !d.Has("correlation") && !d.Has("filter") {
		return global
	}
	g := *global
	for _, key := range []string{"detection", "expr"} {
		if k, _ := g.Get(key); k != nil {
			g.drop(k)
		}
	}
	return &g
}

// inherit adds to d what base has and d has not. Where both say something else,
// d wins if it may override; otherwise nobody can tell what was meant, unless it
// is only about what the rule says of itself.
func (c *collection) inherit(d, base *Document, override bool) *rules.Problem {
	if base == nil {
		return nil
	}
	o := overlay{pairs: &c.pairs}
	root := o.merge(base.Root, d.Root)
	if c.pairs > yamltext.MaxNodes {
		return d.Problem(nil, "rule-action", rules.ErrInvalid, "the documents of this collection are too large together")
	}
	if o.conflict != nil && !override {
		return d.Problem(o.conflict, "rule-action", rules.ErrInvalid, "%q stands here and, with another value, in the global document (line %d)", o.conflict.Value, base.Line)
	}
	d.Root = root
	d.SHA256 = hash([]byte(base.SHA256), d.Text)
	return nil
}

// overlay lays one mapping over another.
type overlay struct {
	pairs    *int
	section  string     // the key of the root that is being merged
	conflict *yaml.Node // the key of the first value that both have differently, of what rules do
}

// merge returns top over base: base's pairs first, in its order. Of a key that
// both have, two mappings are laid over each other, and of anything else top's
// value is taken. Neither is changed.
func (o *overlay) merge(base, top *yaml.Node) *yaml.Node {
	if *o.pairs += (len(base.Content) + len(top.Content)) / 2; *o.pairs > yamltext.MaxNodes {
		return top
	}
	own := map[string]int{}
	for i := 0; i < len(top.Content); i += 2 {
		own[top.Content[i].Value] = i
	}
	out := *top
	out.Content = nil
	shared := map[string]bool{}
	for i := 0; i < len(base.Content); i += 2 {
		k, v := base.Content[i], base.Content[i+1]
		if at, ok := own[k.Value]; ok {
			shared[k.Value] = true
			k, v = top.Content[at], o.value(top.Content[at], v, top.Content[at+1])
		}
		out.Content = append(out.Content, k, v)
	}
	for i := 0; i < len(top.Content); i += 2 {
		if k := top.Content[i]; !shared[k.Value] {
			out.Content = append(out.Content, k, top.Content[i+1])
		}
	}
	return &out
}

func (o *overlay) value(key, base, top *yaml.Node) *yaml.Node {
	if o.section == "" {
		o.section = key.Value
		defer func() { o.section = "" }()
	}
	if base.Kind == yaml.MappingNode && top.Kind == yaml.MappingNode {
		return o.merge(base, top)
	}
	if o.conflict == nil && (logic[o.section] || o.section == "logsource") && !(base.Kind == yaml.ScalarNode && top.Kind == yaml.ScalarNode && base.Value == top.Value) {
		o.conflict = key
	}
	return top
}
