package tree

import (
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/engine/internal/find"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/event"
)

// Result is what a condition says of an event.
type Result uint8

// The results. Failed is neither yes nor no: an expression failed, and the
// answer hangs on it.
const (
	No Result = iota
	Yes
	Failed
)

func resultOf(b bool) Result {
	if b {
		return Yes
	}
	return No
}

// State is the scratch of one goroutine: the event, and what went wrong on it.
type State struct {
	Event *view.Event
	Err   error // why the last expression failed

	// What an index has found of the tests, if there is one.
	Proof    *Proof // nil: there is none
	Literals find.Hits
	Marks    Marks // of tests that may be true, by number; behind them it has its own

	Asked  int64 // tests and expressions, ever
	Effort int64 // that it took where there was no index, see Test.effort

	code   *Code // that runs
	values []event.Value
}

// Forget says that no index has looked at the loaded event.
func (s *State) Forget() { s.Proof = nil }

// Match decides n. It stops as soon as the answer is clear; the order of kids
// never changes it.
func (s *State) Match(n *Node) Result {
	switch n.Op {
	case True:
		return Yes
	case Known:
		return resultOf(s.Marks.Has(n.Number))
	case Guarded:
		return resultOf(s.Marks.Has(n.Number) && s.askFound(n.Test, n.Number))
	case Leaf:
		return resultOf(s.ask(n.Test))
	case Eval:
		return s.run(n.Code)
	case Not:
		return not(s.Match(n.Kids[0]))
	case And:
		return s.all(n.Kids)
	case Or:
		return s.any(n.Kids)
	case AtLeast:
		return s.atLeast(n.N, n.Kids)
	}
	return No
}

func (s *State) ask(t *Test) bool {
	f := t.Subject(s.Event)
	s.Asked++
	if s.Proof == nil {
		s.Effort += t.effort(f)
	}
	_, ok := t.Predicate.Match(f)
	return ok
}

// effort is roughly how long it takes to ask the test of f, in nanoseconds.
func (t *Test) effort(f *view.Field) int64 {
	size := 0
	for i := range f.Len() {
		size += len(f.Value(i).Raw())
	}
	return 100 + t.Values()*int64(40+size/4)
}

// askFound is ask where the index has found something of the test.
func (s *State) askFound(t *Test, number int32) bool {
	s.Asked++
	_, ok := s.found(t, number, t.Subject(s.Event))
	return ok
}

func not(r Result) Result {
	switch r {
	case Yes:
		return No
	case No:
		return Yes
	}
	return r
}

func (s *State) all(kids []*Node) Result {
	result := Yes
	for _, kid := range kids {
		switch s.Match(kid) {
		case No:
			return No
		case Failed:
			result = Failed
		}
	}
	return result
}

func (s *State) any(kids []*Node) Result {
	result := No
	for _, kid := range kids {
		switch s.Match(kid) {
		case Yes:
			return Yes
		case Failed:
			result = Failed
		}
	}
	return result
}

func (s *State) atLeast(n int, kids []*Node) Result {
	yes, failed := 0, 0
	for i, kid := range kids {
		switch s.Match(kid) {
		case Yes:
			yes++
		case Failed:
			failed++
		}
		if yes >= n {
			return Yes
		}
		if yes+failed+len(kids)-i-1 < n {
			return No
		}
	}
	return count(n, yes, failed)
}

// count decides n of some kids of which yes are true and failed have failed.
func count(n, yes, failed int) Result {
	switch {
	case yes >= n:
		return Yes
	case yes+failed >= n:
		return Failed
	}
	return No
}

// run runs an expression. It is the one place where a panic of foreign code is
// caught.
func (s *State) run(c *Code) (r Result) {
	defer func() {
		if p := recover(); p != nil {
			s.Err = fmt.Errorf("panic: %v", p)
			r = Failed
		}
	}()
	s.Asked++
	s.code = c
	ok, err := c.eval(s)
	if err != nil {
		s.Err = err
		return Failed
	}
	return resultOf(ok)
}

// Field implements ir.Lookup for the expression that runs.
func (s *State) Field(name string) []event.Value {
	s.values = s.values[:0]
	for i, n := range s.code.Names {
		if strings.EqualFold(n, name) {
			f := s.Event.Field(s.code.Slots[i])
			for j := range f.Len() {
				s.values = append(s.values, f.Value(j))
			}
			return s.present()
		}
	}
	// Slow path: a name that the expression worked out.
	for v := range s.Event.Source().Fields.Values(name) {
		s.values = append(s.values, v)
	}
	return s.present()
}

// present returns the values found, nil for none.
func (s *State) present() []event.Value {
	if len(s.values) == 0 {
		return nil
	}
	return s.values
}
