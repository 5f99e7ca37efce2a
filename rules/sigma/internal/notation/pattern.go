// Package notation is how values are written in Sigma: patterns with wildcards,
// dashes and placeholders, numbers, networks, and what encodings make of a text.
// It knows nothing of rules, and where a value stands.
package notation

import (
	"regexp"
	"strings"

	"github.com/rulehound/rulehound/rules/ir"
)

// Pattern is a text with wildcards and, before they are filled in, placeholders.
type Pattern []Piece

// Piece is a segment, or a placeholder where that has a name.
type Piece struct {
	ir.Segment
	Placeholder string
}

// Plain returns the pattern of a text as it is.
func Plain(s string) Pattern { return Pattern{}.text(s) }

// Parse reads wildcards and escapes as the specification's five rules say: * and
// ? are wildcards unless a backslash stands before them, a double backslash is a
// single one, and any other backslash is itself. Where placeholders are wanted,
// \% is a percent sign that begins none.
func Parse(s string, placeholders bool) Pattern {
	var p Pattern
	var text strings.Builder
	special := func(add Piece) {
		p = p.text(text.String()).add(add)
		text.Reset()
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isEscaped(s[i+1], placeholders):
			i++
			text.WriteByte(s[i])
		case c == '*':
			special(Piece{Segment: ir.Segment{Kind: ir.AnyRun}})
		case c == '?':
			special(Piece{Segment: ir.Segment{Kind: ir.AnyOne}})
		case c == '%' && placeholders && PlaceholderName(s[i+1:]) != "":
			name := PlaceholderName(s[i+1:])
			special(Piece{Placeholder: name})
			i += len(name) + 1
		default:
			text.WriteByte(c)
		}
	}
	return p.text(text.String())
}

func isEscaped(c byte, placeholders bool) bool {
	return c == '\\' || c == '*' || c == '?' || c == '%' && placeholders
}

// text appends a literal; two of them never touch.
func (p Pattern) text(s string) Pattern {
	return p.add(Piece{Segment: ir.Segment{Kind: ir.Literal, Text: s}})
}

// add appends a piece. An empty literal is none, and a run after a run neither.
func (p Pattern) add(next Piece) Pattern {
	if next.Placeholder != "" || len(p) == 0 {
		if next == (Piece{}) {
			return p
		}
		return append(p, next)
	}
	last := &p[len(p)-1]
	switch {
	case next == (Piece{}):
	case next.Kind == ir.Literal && last.isText():
		last.Text += next.Text
	case next.Kind == ir.AnyRun && last.Kind == ir.AnyRun:
	default:
		return append(p, next)
	}
	return p
}

func (p Piece) isText() bool { return p.Kind == ir.Literal && p.Placeholder == "" }

// Literal returns the text of a pattern without wildcards.
func (p Pattern) Literal() (string, bool) {
	switch {
	case len(p) == 0:
		return "", true
	case len(p) == 1 && p[0].isText():
		return p[0].Text, true
	}
	return "", false
}

// String returns the pattern's text with its wildcards, for those who have no
// use for them.
func (p Pattern) String() string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString(piece.Text + [...]string{ir.AnyOne: "?", ir.AnyRun: "*", ir.Dash: "-"}[piece.Kind])
	}
	return b.String()
}

// Stops returns how many pieces the pattern has, a run of ? being one: matching
// takes that in its stride.
func (p Pattern) Stops() int {
	n := 0
	for i := range p {
		if i == 0 || p[i].Kind != ir.AnyOne || p[i-1].Kind != ir.AnyOne {
			n++
		}
	}
	return n
}

// Glob returns the pattern for an operator. Runs at an end that the operator
// leaves open anyway are left out.
func (p Pattern) Glob(op ir.Op) ir.Glob {
	if len(p) > 0 && p[0].Kind == ir.AnyRun && (op == ir.Contains || op == ir.EndsWith) {
		p = p[1:]
	}
	if n := len(p); n > 0 && p[n-1].Kind == ir.AnyRun && (op == ir.Contains || op == ir.StartsWith) {
		p = p[:n-1]
	}
	var g ir.Glob
	for _, piece := range p {
		g = append(g, piece.Segment)
	}
	return g
}

// Expression returns the regular expression of what a pattern matches.
func (p Pattern) Expression() string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString(regexp.QuoteMeta(piece.Text) + [...]string{ir.AnyOne: "(?s:.)", ir.AnyRun: "(?s:.*)", ir.Dash: ""}[piece.Kind])
	}
	return b.String()
}
