package rules

import (
	"errors"
	"fmt"
)

// Sentinels that a Problem unwraps to. Use errors.Is.
var (
	ErrSyntax       = errors.New("syntax error")        // the file or document cannot be read as a rule
	ErrInvalid      = errors.New("invalid rule")        // readable, but it says something that cannot be
	ErrUnsupported  = errors.New("unsupported feature") // valid, but not something this version honours
	ErrUnknownField = errors.New("unknown field")
	ErrDuplicateID  = errors.New("duplicate rule id")
	ErrPlaceholder  = errors.New("placeholder without values")
	ErrReference    = errors.New("reference to no rule that can be used")
)

// ProblemLevel says what a problem does to its rule.
type ProblemLevel uint8

// The levels: an Error means that the rule was refused, a Warning that it was loaded.
const (
	Error ProblemLevel = iota
	Warning
)

// String returns "error" or "warning".
func (l ProblemLevel) String() string {
	if l == Warning {
		return "warning"
	}
	return "error"
}

// Problem is something wrong with a rule. It is an error.
type Problem struct {
	File      string
	Line, Col int // 1-based, columns in runes; 0 when the problem is of the whole file
	RuleID    string
	Code      string // stable, documented in docs/checks.md
	Level     ProblemLevel
	Msg       string
	Hint      string // what to do about it; may be ""
	Err       error  // the sentinel that it unwraps to
}

// Error returns file:line:col: message, hint [code] (rule id).
func (p *Problem) Error() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Col > 0 {
			s += fmt.Sprintf(":%d", p.Col)
		}
	}
	s += ": " + p.Msg
	if p.Hint != "" {
		s += ", " + p.Hint
	}
	s += " [" + p.Code + "]"
	if p.RuleID != "" {
		s += " (rule " + p.RuleID + ")"
	}
	return s
}

// Unwrap returns the sentinel that the problem is an instance of.
func (p *Problem) Unwrap() error { return p.Err }
