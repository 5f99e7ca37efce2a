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
	slots  map[string]int // by name, as authors wrote it
	tests  map[string]*Test
}

// NewBinder returns a Binder for a source that maps fields as given. It adds the
// fields that it meets to names.
func NewBinder(names *match.Names, fields map[string]taxonomy.Mapping) *Binder {
	return &Binder{names: names, fields: fields, slots: map[string]int{}, tests: map[string]*Test{}}
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
	c := &Code{Names: l.Fields, Slots: b.allSlots(l.Fields), eval: l.Eval}
	return &Node{Op: Eval, Code: c, Source: l}, nil
}

// slot returns the slot of the event's fields that the author calls name.
func (b *Binder) slot(name string) int {
	slot, ok := b.slots[name]
	if !ok {
		names := b.fields[strings.ToLower(name)].Names
		if len(names) == 0 {
			names = []string{name}
		}
		slot = b.names.Slot(names...)
		b.slots[name] = slot
	}
	return slot
}

func (b *Binder) allSlots(names []string) []int {
	var slots []int
	for _, name := range names {
		slots = append(slots, b.slot(name))
	}
	return slots
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
