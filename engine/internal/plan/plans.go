package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

// Plans makes the programs of an engine. All groups that see a class of events
// share one program for it, so an event is looked at once whatever the number of
// sources it belongs to:
//
//	Sysmon 10: windows (any log), windows/sysmon, windows/process_access  →  one program
//
// A program is made when it is first asked for: a log has events of few classes.
// Plans is safe for concurrent use.
type Plans struct {
	groups []*Group

	mu   sync.Mutex
	made map[string]*lazy
}

// lazy is a program that is made once.
type lazy struct {
	once    sync.Once
	parts   []part
	program *Program
}

// part is a group with what its rules take for granted.
type part struct {
	*Group
	known Identity
}

// NewPlans returns the plans of groups, to which no rule will be added.
func NewPlans(groups []*Group) *Plans { return &Plans{groups: groups, made: map[string]*lazy{}} }

// Choose returns the programs of some groups, by number, for events of class c.
func (p *Plans) Choose(groups []int, c event.Class) *Choice {
	known, plain := make([]part, len(groups)), make([]part, len(groups))
	for i, n := range groups {
		g := p.groups[n]
		known[i], plain[i] = part{g, g.identity(c.EventID)}, part{g, Identity{}}
	}
	return &Choice{id: strconv.FormatUint(uint64(c.EventID), 10), known: p.lazy(groups, known), plain: p.lazy(groups, plain)}
}

// lazy returns the program of parts, which is the same for equal ones.
func (p *Plans) lazy(groups []int, parts []part) *lazy {
	var key strings.Builder
	for i := range parts {
		fmt.Fprintf(&key, "%d %d %t\n", groups[i], parts[i].known.EventID, parts[i].known == Identity{})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.made[key.String()]
	if l == nil {
		l = &lazy{parts: parts}
		p.made[key.String()] = l
	}
	return l
}

func (l *lazy) get() *Program {
	l.once.Do(func() { l.program = newProgram(l.parts) })
	return l.program
}

// Choice is the programs that events of one class run: one for those whose
// fields say what their class says, and one that takes nothing for granted. It
// belongs to one goroutine.
type Choice struct {
	id           string // of the events, as they write it
	known, plain *lazy
}

// Program returns the program for the event that is loaded in e. It is usual if
// the event's fields say what its class says.
func (c *Choice) Program(e *view.Event) (p *Program, usual bool) {
	p = c.known.get()
	for i := range p.granted {
		if !p.granted[i].holds(e, c.id) {
			return c.plain.get(), false
		}
	}
	return p, true
}

// Reads reports whether one of slots is looked at to choose the program, or by the
// usual one.
func (c *Choice) Reads(slots []int32) bool {
	return slices.ContainsFunc(slots, c.known.get().reads.has)
}

// ReadsAll reports whether the usual program looks at all of slots.
func (c *Choice) ReadsAll(slots []int) bool {
	reads := c.known.get().reads
	return !slices.ContainsFunc(slots, func(slot int) bool { return !reads.has(int32(slot)) })
}

// Empty reports whether no rule can match events whose fields say what their
// class says.
func (c *Choice) Empty() bool { return c.known.get().empty }
