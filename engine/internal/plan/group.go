package plan

import (
	"slices"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// Group is the rules that can see the events of one source. It holds one
// program for each event id that they tell apart, one for the other ids, and
// one that takes nothing for granted. A program is made when it is first asked
// for: a log has events of few classes. A Group is safe for concurrent use once
// the last rule was added.
type Group struct {
	Source taxonomy.Source
	Rules  []Rule

	names  *match.Names
	slots  IdentitySlots
	binder *Binder

	byID         map[uint32]*lazy
	other, plain *lazy
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

// lazy is a program that is made once.
type lazy struct {
	once    sync.Once
	known   Identity
	program *Program
}

// NewGroup returns the group of a source without rules.
func NewGroup(source taxonomy.Source, names *match.Names, slots IdentitySlots) *Group {
	return &Group{Source: source, names: names, slots: slots, binder: NewBinder(names, source.Fields)}
}

// Add adds a rule that reads fields. The engine's number for it must be greater
// than those before it.
func (g *Group) Add(number int, condition ir.Node, fields []string) error {
	tree, err := g.binder.Bind(condition)
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

// Export makes alerts of the rule that was added last carry fields.
func (g *Group) Export(fields []string) {
	r := &g.Rules[len(g.Rules)-1]
	for _, name := range fields {
		r.Export = append(r.Export, g.binder.slot(name))
	}
}

// Close readies the group for Program. No rule may be added after.
func (g *Group) Close() {
	g.binder = nil
	sel := g.Source.Match
	known := Identity{Channel: sel.Channel, Provider: sel.Provider}
	ids := map[uint32]bool{}
	for _, r := range g.Rules {
		g.slots.mentionedIDs(ids, r.Tree)
	}
	g.byID = map[uint32]*lazy{}
	for id := range ids {
		g.byID[id] = &lazy{known: Identity{Channel: sel.Channel, Provider: sel.Provider, EventID: id}}
	}
	known.OtherID = true
	g.other = &lazy{known: known}
	g.plain = &lazy{}
}

// Choice is the programs of a group that events of one class run.
type Choice struct {
	group *Group
	id    uint32
	known *lazy // for events whose fields say what their class says
}

// Choose returns the programs for events of class c.
func (g *Group) Choose(c event.Class) Choice {
	l := g.byID[c.EventID]
	if l == nil {
		l = g.other
	}
	return Choice{g, c.EventID, l}
}

// Program returns the program for the event that is loaded in e.
func (c *Choice) Program(e *match.Event) *Program {
	p := c.known.get(c.group)
	if c.group.slots.hold(p.used, c.known.known, e, c.id) {
		return p
	}
	return c.group.plain.get(c.group)
}

// Empty reports whether no rule can match events whose fields say what their
// class says.
func (c *Choice) Empty() bool { return len(c.known.get(c.group).rules) == 0 }

func (l *lazy) get(g *Group) *Program {
	l.once.Do(func() { l.program = newProgram(g, l.known) })
	return l.program
}

// Rule returns the rule with the engine's number n, nil when the group has none.
func (g *Group) Rule(n int) *Rule {
	i, ok := slices.BinarySearchFunc(g.Rules, n, func(r Rule, n int) int { return r.Number - n })
	if !ok {
		return nil
	}
	return &g.Rules[i]
}
