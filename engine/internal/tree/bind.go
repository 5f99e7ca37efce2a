package tree

import (
	"errors"
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/slots"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// Binder binds conditions to one source: fields become slots under the source's
// own names, values become what the source says instead, tests are shared.
//
//	ParentImage|endswith: '\x.exe'  →  slot 12 (ParentProcessName) endswith '\x.exe'
type Binder struct {
	names     *view.Names
	questions *Questions
	fields    map[string]taxonomy.Mapping
	known     map[string]boundField // by name, as authors wrote it
	tests     map[asked]*Test
}

// boundField is what a field is in the events of a source.
type boundField struct {
	slot    int
	mapping taxonomy.Mapping
}

// asked is a question of a slot.
type asked struct {
	*Question
	slot int
}

// NewBinder returns a Binder for a source that maps fields as given. It adds the
// fields that it meets to names, and what is asked of them to questions.
func NewBinder(names *view.Names, fields map[string]taxonomy.Mapping, questions *Questions) *Binder {
	return &Binder{names: names, questions: questions, fields: fields, known: map[string]boundField{}, tests: map[asked]*Test{}}
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
	to.Kids = make([]*Node, 0, len(kids))
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
	field, ref := b.field(f.Name), -1
	if f.Ref != "" {
		ref = b.field(f.Ref).slot
	}
	own := f
	if len(field.mapping.Values) > 0 {
		own = &ir.Field{}
		*own = *f
		own.Values = Translate(field.mapping, f.Values)
	}
	q, err := b.questions.ofField(own, ref)
	return b.leaf(f, asked{q, field.slot}, err)
}

func (b *Binder) bindKeyword(k *ir.Keyword) (*Node, error) {
	q, err := b.questions.ofKeyword(k)
	return b.leaf(k, asked{q, slots.Every}, err)
}

func (b *Binder) leaf(source ir.Node, a asked, err error) (*Node, error) {
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", source.Origin().Line, err)
	}
	t := b.tests[a]
	if t == nil {
		t = &Test{Question: a.Question, Slot: a.slot}
		b.tests[a] = t
	}
	return &Node{Op: Leaf, Test: t, Source: source}, nil
}

func (b *Binder) bindCode(l *ir.Leaf) (*Node, error) {
	if l.Eval == nil {
		return nil, errors.New("an expression without code")
	}
	c := &Code{Names: l.Fields, Slots: b.Slots(l.Fields), eval: l.Eval}
	return &Node{Op: Eval, Code: c, Source: l}, nil
}

// field returns what the source has where the author says name.
func (b *Binder) field(name string) boundField {
	f, ok := b.known[name]
	if !ok {
		f.mapping = b.fields[strings.ToLower(name)]
		names := f.mapping.Names
		if len(names) == 0 {
			names = []string{name}
		}
		f.slot = b.names.Slot(names...)
		b.known[name] = f
	}
	return f
}

// Slot returns the slot of the field that authors call so.
func (b *Binder) Slot(name string) int { return b.field(name).slot }

// Slots returns the slots of fields that authors call so.
func (b *Binder) Slots(names []string) []int {
	var all []int
	for _, name := range names {
		all = append(all, b.Slot(name))
	}
	return all
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
