package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

// program returns a program of rules for the C of events, and scratch for them.
func program(texts ...string) (*Program, *State) {
	names := &view.Names{}
	g := NewGroup(taxonomy.Source{}, names, NewIdentitySlots(names), tree.NewQuestions())
	for i, text := range texts {
		g.Add(i, has("C", text), []string{"C"}, nil)
	}
	return newProgram([]part{{Group: g}}), &State{State: tree.State{Event: view.NewEvent(names)}}
}

// matches returns the numbers of the rules that match a C.
func (p *Program) matches(s *State, c string) string {
	s.Event.Load(&event.Event{Fields: event.Fields{{Name: "C", Section: event.EventData, Value: event.TextValue(c)}}})
	var numbers []int
	for _, o := range p.Run(nil, s) {
		numbers = append(numbers, o.Rule.Number)
	}
	return fmt.Sprint(numbers)
}

func TestStages(t *testing.T) {
	p, s := program("mimikatz", "rubeus", "katz", "-x")
	stages := map[bool]int{}
	for range 50 {
		stages[p.index.Load() != nil]++
		for text, want := range map[string]string{"run MIMIKATZ -X": "[0 2 3]", "rubeus": "[1]", "nothing": "[]"} {
			if got := p.matches(s, text); got != want {
				t.Errorf("%q, with an index %t: %s, want %s", text, p.index.Load() != nil, got, want)
			}
		}
	}
	if stages[false] == 0 || stages[true] == 0 {
		t.Errorf("%d events without an index and %d with one", stages[false], stages[true])
	}
}

// TestStagesLong: nobody waits for a long text to be looked through for one text
// after the other.
func TestStagesLong(t *testing.T) {
	p, s := program("mimikatz", "rubeus")
	if got := p.matches(s, strings.Repeat("x", longestPlain)+" rubeus"); got != "[1]" || p.index.Load() == nil {
		t.Errorf("a long text: %s, with an index %t", got, p.index.Load() != nil)
	}
}
