package plan

import (
	"slices"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// Group is the rules that can see the events of one source. Once the last rule
// was added it is safe for concurrent use. Its rules are bound when they are
// first asked for: a log has events of few sources.
type Group struct {
	Source taxonomy.Source

	naming naming
	slots  IdentitySlots
	added  []added
	bind   sync.Once
	binder *tree.Binder // nil once they are
	rules  []Rule
	ids    map[uint32]bool // event ids that rules tell apart
}

// added is a rule that is not bound yet.
type added struct {
	number          int
	condition       ir.Node
	fields, exports []string
}

// Rule is a rule bound to a group's source.
type Rule struct {
	Group  *Group
	Number int // the engine's number for it
	Tree   *tree.Node
	Slots  []int // of the fields that it reads
	Export []int // the slots of fields that its alerts carry
	// Unprovidable are the fields whose absence makes a part of the condition
	// true though the source's events can never have them.
	Unprovidable []string
}

// NewGroup returns the group of a source without rules. Its rules' questions will be
// among those given.
func NewGroup(source taxonomy.Source, names *view.Names, slots IdentitySlots, questions *tree.Questions) *Group {
	return &Group{Source: source, naming: newNaming(source.Fields), slots: slots, binder: tree.NewBinder(names, source.Fields, questions)}
}

// Add adds a rule, which [Check] lets pass, that reads fields and exports others.
// The engine's number for it must be greater than those before it. Every field
// has its slot from now on.
func (g *Group) Add(number int, condition ir.Node, fields, exports []string) {
	ir.EachField(within(g.Source.Where, condition), func(name string) { g.binder.Slot(name) })
	for _, name := range exports {
		g.binder.Slot(name)
	}
	g.added = append(g.added, added{number, condition, fields, exports})
}

// Rules returns the group's rules. No rule may be added after.
func (g *Group) Rules() []Rule {
	g.bind.Do(func() {
		g.rules, g.ids = make([]Rule, len(g.added)), map[uint32]bool{}
		for i := range g.added {
			g.rules[i] = g.bound(&g.added[i])
			g.slots.mentionedIDs(g.ids, g.rules[i].Tree)
		}
		g.added, g.binder = nil, nil
	})
	return g.rules
}

func (g *Group) bound(a *added) Rule {
	bound, err := g.binder.Bind(within(g.Source.Where, a.condition))
	if err != nil {
		panic(err) // Check does not let it pass
	}
	return Rule{
		Group: g, Number: a.number, Tree: bound, Slots: g.binder.Slots(a.fields), Export: g.binder.Slots(a.exports),
		Unprovidable: Unprovidable(a.condition, g.Source.Unprovidable),
	}
}

// within narrows a condition to those events of a class that belong to a source.
//
//	FileName: x  →  ObjectType: File and FileName: x
func within(where []taxonomy.Condition, condition ir.Node) ir.Node {
	if len(where) == 0 {
		return condition
	}
	all := &ir.And{}
	for _, w := range where {
		f := &ir.Field{Name: w.Field, Meta: ir.Meta{Text: w.Field + ": " + strings.Join(w.Values, ", ")}}
		for _, text := range w.Values {
			f.Values = append(f.Values, ir.Value{Glob: ir.LiteralGlob(text), Text: text})
		}
		all.Kids = append(all.Kids, f)
	}
	all.Kids = append(all.Kids, condition)
	return all
}

// identity returns what the group's rules may take for granted of events with
// that event id. Ids that no rule mentions are alike.
func (g *Group) identity(id uint32) Identity {
	g.Rules() // which say what they mention
	known := Identity{Channel: g.Source.Match.Channel, Provider: g.Source.Match.Provider}
	if g.ids[id] {
		known.EventID = id
	} else {
		known.OtherID = true
	}
	return known
}

// Rule returns the rule with the engine's number n, nil when the group has none.
func (g *Group) Rule(n int) *Rule {
	rules := g.Rules()
	i, ok := slices.BinarySearchFunc(rules, n, func(r Rule, n int) int { return r.Number - n })
	if !ok {
		return nil
	}
	return &rules[i]
}
