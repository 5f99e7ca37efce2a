package plan

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// Binder binds conditions to one source: fields become slots under the source's
// own names, values become what the source says instead, tests are shared.
//
//	ParentImage|endswith: '\x.exe'  →  slot 12 (ParentProcessName) endswith '\x.exe'
type Binder struct {
	names  *match.Names
	fields map[string]taxonomy.Mapping
	tests  map[string]*Test
}

// NewBinder returns a Binder for a source that maps fields as given. It adds the
// fields that it meets to names.
func NewBinder(names *match.Names, fields map[string]taxonomy.Mapping) *Binder {
	return &Binder{names: names, fields: fields, tests: map[string]*Test{}}
}

// Bind returns the condition as this source's events can be asked. An error
// means that the tree makes no sense: lowering should have refused it.
func (b *Binder) Bind(n ir.Node) (*Node, error) {
	switch n := n.(type) {
	case *ir.And:
		return b.bindAll(&Node{Op: And, Source: n}, n.Kids)
	case *ir.Or:
		return b.bindAll(&Node{Op: Or, Source: n}, n.Kids)
	case *ir.AtLeast:
		return b.bindAll(&Node{Op: AtLeast, N: n.N, Source: n}, n.Kids)
	case *ir.Not:
		return b.bindAll(&Node{Op: Not, Source: n}, []ir.Node{n.Kid})
	case *ir.Field:
		return b.bindField(n)
	case *ir.Keyword:
		return b.bindKeyword(n)
	case *ir.Leaf:
		return b.bindCode(n)
	}
	return nil, fmt.Errorf("condition of an unknown kind %T", n)
}

func (b *Binder) bindAll(to *Node, kids []ir.Node) (*Node, error) {
	for _, kid := range kids {
		bound, err := b.Bind(kid)
		if err != nil {
			return nil, err
		}
		to.Kids = append(to.Kids, bound)
	}
	return to, nil
}

func (b *Binder) bindField(f *ir.Field) (*Node, error) {
	own := *f
	own.Values = Translate(b.fields[strings.ToLower(f.Name)], f.Values)
	slot := b.slot(f.Name)
	refSlot := -1
	if f.Ref != "" {
		refSlot = b.slot(f.Ref)
	}
	test, err := b.share(fieldKey(&own, slot, refSlot), func() (*Test, error) {
		p, err := match.New(&own, refSlot)
		return &Test{Slot: slot, Predicate: p, ref: refSlot, field: &own}, err
	})
	return leaf(f, test, err)
}

func (b *Binder) bindKeyword(k *ir.Keyword) (*Node, error) {
	test, err := b.share(keywordKey(k), func() (*Test, error) {
		p, err := match.NewKeyword(k)
		return &Test{Slot: -1, Predicate: p, ref: -1, keyword: k}, err
	})
	return leaf(k, test, err)
}

func leaf(source ir.Node, test *Test, err error) (*Node, error) {
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", source.Origin().Line, err)
	}
	return &Node{Op: Leaf, Test: test, Source: source}, nil
}

func (b *Binder) bindCode(l *ir.Leaf) (*Node, error) {
	if l.Eval == nil {
		return nil, errors.New("an expression without code")
	}
	c := &Code{Names: l.Fields, eval: l.Eval}
	for _, name := range l.Fields {
		c.Slots = append(c.Slots, b.slot(name))
	}
	return &Node{Op: Eval, Code: c, Source: l}, nil
}

// slot returns the slot of the event's fields that the author calls name.
func (b *Binder) slot(name string) int {
	if m, ok := b.fields[strings.ToLower(name)]; ok && len(m.Names) > 0 {
		return b.names.Slot(m.Names...)
	}
	return b.names.Slot(name)
}

// Translate replaces those plain texts that the source says in other words. It
// returns vs itself where there are no other words.
func Translate(m taxonomy.Mapping, vs []ir.Value) []ir.Value {
	if len(m.Values) == 0 {
		return vs
	}
	own := make([]ir.Value, len(vs))
	for i, v := range vs {
		if lit, ok := v.Glob.Literal(); ok && v.Kind == ir.TextValue {
			if word, ok := m.Values[strings.ToLower(lit)]; ok {
				v.Glob = ir.LiteralGlob(word)
			}
		}
		own[i] = v
	}
	return own
}

// share returns the test that was made for key before, or makes it.
func (b *Binder) share(key string, make func() (*Test, error)) (*Test, error) {
	if t, ok := b.tests[key]; ok {
		return t, nil
	}
	t, err := make()
	if err == nil {
		b.tests[key] = t
	}
	return t, err
}
