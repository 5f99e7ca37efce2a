package exprlang

import (
	"errors"
	"sort"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser/lexer"
	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/internal/document"
	"github.com/rulehound/rulehound/rules/ir"
)

// maxSource is how long an expression may be, in bytes.
const maxSource = 64 << 10

// source is the text of one expression and where it stands. Locations in it
// count characters.
type source struct {
	doc    *document.Document
	scalar *yaml.Node
	text   string
	offset []int // in bytes, of each character and of the end
	tokens []lexer.Token

	extents map[ast.Node]file.Location
}

func newSource(d *document.Document, scalar *yaml.Node) *source {
	s := &source{doc: d, scalar: scalar, text: strings.TrimRight(scalar.Value, " \t\n"), extents: map[ast.Node]file.Location{}}
	for i := range s.text {
		s.offset = append(s.offset, i)
	}
	s.offset = append(s.offset, len(s.text))
	return s
}

// byteAt returns the byte that character n begins with.
func (s *source) byteAt(n int) int { return s.offset[min(max(n, 0), len(s.offset)-1)] }

// problem returns an error-level problem at loc.
func (s *source) problem(loc file.Location, code string, sentinel error, format string, args ...any) *rules.Problem {
	p := s.doc.Problem(s.scalar, code, sentinel, format, args...)
	p.Line, p.Col = s.doc.Position(s.scalar, s.byteAt(loc.From))
	return p
}

// fault turns an error of the library into a problem.
func (s *source) fault(err error, code string) *rules.Problem {
	sentinel := rules.ErrInvalid
	if code == codeSyntax {
		sentinel = rules.ErrSyntax
	}
	if e, ok := errors.AsType[*file.Error](err); ok {
		return s.problem(e.Location, code, sentinel, "%s", lowerFirst(e.Message))
	}
	return s.problem(file.Location{}, code, sentinel, "%s", err.Error())
}

// meta returns what a condition made of n remembers of it.
func (s *source) meta(n ast.Node) ir.Meta {
	from, to := s.span(n)
	m := ir.Meta{Text: s.text[s.byteAt(from):s.byteAt(to)]}
	m.Line, m.Col = s.doc.Position(s.scalar, s.byteAt(from))
	return m
}

// span returns the first character of n's text and the one after its last. The
// library only tells where a node's operator or name stands.
func (s *source) span(n ast.Node) (from, to int) {
	e := s.extent(n)
	from, to = e.From, e.To
	first := sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].To > from })
	depth, last := 0, first
	for ; last < len(s.tokens); last++ {
		switch t := s.tokens[last]; {
		case t.Kind == lexer.Bracket && strings.Contains("([{", t.Value):
			depth++
		case t.Kind == lexer.Bracket && depth > 0:
			depth--
		case t.Kind == lexer.Bracket: // opened before the first operand
			if first--; first < 0 {
				return from, to
			}
		}
		if s.tokens[last].To >= to && depth == 0 {
			return min(from, s.tokens[first].From), s.tokens[last].To
		}
	}
	return from, to
}

// extent returns what the locations of n and of everything in it cover.
func (s *source) extent(n ast.Node) file.Location {
	if e, ok := s.extents[n]; ok {
		return e
	}
	e := n.Location()
	for _, kid := range kids(n) {
		if *kid != nil {
			k := s.extent(*kid)
			e.From, e.To = min(e.From, k.From), max(e.To, k.To)
		}
	}
	s.extents[n] = e
	return e
}

// inBrackets reports whether n stands in round brackets of its own.
func (s *source) inBrackets(n ast.Node) bool {
	from, to := s.span(n)
	for i, t := range s.tokens {
		if t.From == from {
			return i > 0 && s.tokens[i-1].Is(lexer.Bracket, "(") && s.follows(to, ")")
		}
	}
	return false
}

// follows reports whether the token after character at is that bracket.
func (s *source) follows(at int, bracket string) bool {
	for _, t := range s.tokens {
		if t.From >= at {
			return t.Is(lexer.Bracket, bracket)
		}
	}
	return false
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
