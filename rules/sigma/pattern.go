package sigma

import (
	"strings"

	"github.com/rulehound/rulehound/rules/ir"
)

// pattern is a text with wildcards and, before they are filled in, placeholders.
type pattern []piece

// piece is a segment, or a placeholder where that has a name.
type piece struct {
	ir.Segment
	placeholder string
}

// step changes patterns as a modifier wants it.
type step func(r *reader, ps []pattern) ([]pattern, *fault)

func plain(s string) pattern { return pattern{}.text(s) }

// parsePattern reads wildcards and escapes as the specification's five rules
// say: * and ? are wildcards unless a backslash stands before them, a double
// backslash is a single one, and any other backslash is itself. Where
// placeholders are wanted, \% is a percent sign that begins none.
func parsePattern(s string, placeholders bool) pattern {
	var p pattern
	var text strings.Builder
	special := func(add piece) {
		p = p.text(text.String()).add(add)
		text.Reset()
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isEscaped(s[i+1], placeholders):
			i++
			text.WriteByte(s[i])
		case c == '*':
			special(piece{Segment: ir.Segment{Kind: ir.AnyRun}})
		case c == '?':
			special(piece{Segment: ir.Segment{Kind: ir.AnyOne}})
		case c == '%' && placeholders && placeholderName(s[i+1:]) != "":
			name := placeholderName(s[i+1:])
			special(piece{placeholder: name})
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
func (p pattern) text(s string) pattern {
	return p.add(piece{Segment: ir.Segment{Kind: ir.Literal, Text: s}})
}

// add appends a piece. An empty literal is none, and a run after a run neither.
func (p pattern) add(next piece) pattern {
	if next.placeholder != "" || len(p) == 0 {
		if next == (piece{}) {
			return p
		}
		return append(p, next)
	}
	last := &p[len(p)-1]
	switch {
	case next == (piece{}):
	case next.Kind == ir.Literal && last.isText():
		last.Text += next.Text
	case next.Kind == ir.AnyRun && last.Kind == ir.AnyRun:
	default:
		return append(p, next)
	}
	return p
}

func (p piece) isText() bool { return p.Kind == ir.Literal && p.placeholder == "" }

// literal returns the text of a pattern without wildcards.
func (p pattern) literal() (string, bool) {
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
func (p pattern) String() string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString(piece.Text + [...]string{ir.AnyOne: "?", ir.AnyRun: "*", ir.Dash: "-"}[piece.Kind])
	}
	return b.String()
}

// stops returns how many pieces the pattern has, a run of ? being one: matching
// takes that in its stride.
func (p pattern) stops() int {
	n := 0
	for i := range p {
		if i == 0 || p[i].Kind != ir.AnyOne || p[i-1].Kind != ir.AnyOne {
			n++
		}
	}
	return n
}

// glob returns the pattern for an operator. Runs at an end that the operator
// leaves open anyway are left out.
func (p pattern) glob(op ir.Op) ir.Glob {
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
