package pipeline

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// params is the mapping that a step or a condition is written as. What is asked
// of it is known; the rest is reported in the end.
type params struct {
	*decoder
	node  *yaml.Node
	asked []string
}

// get returns the value of a key, nil where there is none.
func (p *params) get(key string) *yaml.Node {
	p.asked = append(p.asked, key)
	return value(p.node, key)
}

// need is get of what must be there.
func (p *params) need(key string) *yaml.Node {
	n := p.get(key)
	if n == nil {
		p.fail(p.node, "%s is missing", key)
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Line: p.node.Line, Column: p.node.Column}
	}
	return n
}

func (p *params) string(key string) string { return p.text(p.need(key)) }

// optional is string of what may be missing.
func (p *params) optional(key, otherwise string) string {
	if n := p.get(key); n != nil {
		return p.text(n)
	}
	return otherwise
}

// choice is optional among a few words, the first of which is the default.
func (p *params) choice(key string, words ...string) string {
	word := p.optional(key, words[0])
	if !slices.Contains(words, word) {
		p.fail(p.get(key), "unknown %s %q", key, word).Hint = among(word, slices.Clone(words))
	}
	return word
}

func (p *params) bool(key string) bool {
	n := p.get(key)
	return n != nil && p.flag(n)
}

// strings reads a text or a list of texts that may be missing: nil then.
func (p *params) strings(key string) []string {
	if n := p.get(key); n != nil {
		return p.list(n)
	}
	return nil
}

// rest reports the keys that nobody asked for.
func (p *params) rest() {
	keys := map[string]func(*yaml.Node){}
	for _, key := range p.asked {
		keys[key] = func(*yaml.Node) {}
	}
	p.object(p.node, keys)
}
