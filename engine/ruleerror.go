package engine

import (
	"errors"
	"fmt"

	"github.com/rulehound/rulehound/normalize/event"
)

// ErrRule marks the error of a rule that failed on an event. Use errors.Is.
var ErrRule = errors.New("rule failed")

// RuleError says that a rule failed on an event: it neither matched nor did
// not. The other rules and events go on, which is why it counts as
// [event.ErrSkip] too.
type RuleError struct {
	RuleID, Title string
	Origin        event.Source
	Err           error
}

// Error names the rule and the event.
func (e *RuleError) Error() string {
	name := e.RuleID
	if name == "" {
		name = e.Title
	}
	return fmt.Sprintf("rule %s failed on %s: %v", name, origin(e.Origin), e.Err)
}

// Unwrap returns ErrRule, event.ErrSkip and what went wrong.
func (e *RuleError) Unwrap() []error { return []error{ErrRule, event.ErrSkip, e.Err} }

// origin names an event's place for people.
func origin(s event.Source) string {
	place := fmt.Sprintf("event %d", s.Index)
	switch {
	case s.Record > 0:
		place = fmt.Sprintf("record %d", s.Record)
	case s.Line > 0:
		place = fmt.Sprintf("line %d", s.Line)
	}
	if s.File == "" {
		return place
	}
	return s.File + " " + place
}
