package plan

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// Group is the rules that can see the events of one source. It is immutable once
// the last rule was added.
type Group struct {
	Source taxonomy.Source
	Rules  []Rule

	names  *match.Names
	slots  IdentitySlots
	binder *Binder
	ids    map[uint32]bool // event ids that rules tell apart
}

// Rule is a rule bound to a group's source.
type Rule struct {
	Number int // the engine's number for it
	Tree   *Node
	Slots  []int // of the fields that it reads
	Export []int // the slots of fields that its alerts carry
	// Unprovidable are the fields whose absence makes a part of the condition
	// true though the source's events can never have them.
	Unprovidable []string
}

// NewGroup returns the group of a source without rules.
func NewGroup(source taxonomy.Source, names *match.Names, slots IdentitySlots) *Group {
	return &Group{Source: source, names: names, slots: slots, binder: NewBinder(names, source.Fields)}
}

// Add adds a rule that reads fields. The engine's number for it must be greater
// than those before it.
func (g *Group) Add(number int, condition ir.Node, fields []string) error {
	tree, err := g.binder.Bind(within(g.Source.Where, condition))
	if err != nil {
		return err
	}
	r := Rule{Number: number, Tree: tree, Unprovidable: Unprovidable(condition, g.Source.Unprovidable)}
	for _, name := range fields {
		r.Slots = append(r.Slots, g.binder.slot(name))
	}
	g.Rules = append(g.Rules, r)
	return nil
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

// Export makes alerts of the rule that was added last carry fields.
func (g *Group) Export(fields []string) {
	r := &g.Rules[len(g.Rules)-1]
	for _, name := range fields {
		r.Export = append(r.Export, g.binder.slot(name))
	}
}

// Close readies the group for [Plans]. No rule may be added after.
func (g *Group) Close() {
	g.binder = nil
	g.ids = map[uint32]bool{}
	for _, r := range g.Rules {
		g.slots.mentionedIDs(g.ids, r.Tree)
	}
}

// identity returns what the group's rules may take for granted of events with
// that event id. Ids that no rule mentions are alike.
func (g *Group) identity(id uint32) Identity {
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
	i, ok := slices.BinarySearchFunc(g.Rules, n, func(r Rule, n int) int { return r.Number - n })
	if !ok {
		return nil
	}
	return &g.Rules[i]
}
