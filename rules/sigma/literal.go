package sigma

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/rulehound/rulehound/rules/sigma/internal/notation"
)

// literal is one scalar as its author wrote it.
type literal struct {
	node   *yaml.Node
	kind   literalKind
	text   string // the source text; of a number its decimal text
	number notation.Number
}

type literalKind uint8

const (
	textLiteral literalKind = iota
	numberLiteral
	boolLiteral
	nullLiteral
)

// literal reads a scalar. decoded is what sigma-go made of it, which counts for
// texts alone: of a number, a date or a yes it has lost the spelling.
func (r *reader) literal(decoded any, n *yaml.Node) literal {
	l := literal{node: n, text: n.Value}
	switch n.ShortTag() {
	case "!!null":
		l.kind = nullLiteral
	case "!!bool":
		l.kind = boolLiteral
	case "!!int", "!!float":
		r.number(&l)
	default:
		if s, ok := decoded.(string); ok {
			l.text = s
		}
	}
	return l
}

// number reads what the YAML parser holds for a number. It knows more spellings
// than YAML 1.2, which Sigma is written in, and takes leading zeros for octal:
// published rules mean the digits.
func (r *reader) number(l *literal) {
	num, ok := notation.ReadNumber(l.text)
	if !ok || num.Decimal == l.text && notation.HasLeadingZero(l.text) {
		r.report(l.node, codeAmbiguous, "%s is one number to some readers of YAML and another or a text to others; it is taken as it is written", l.text).Hint = "write it in quotes"
	}
	if ok {
		l.kind, l.text, l.number = numberLiteral, num.Decimal, num
	}
}

// pattern returns the literal as a text with wildcards; a number has none.
func (l literal) pattern(placeholders bool) notation.Pattern {
	if l.kind == numberLiteral {
		return notation.Plain(l.text)
	}
	return notation.Parse(l.text, placeholders)
}

// source returns the literal much as it stands in the file.
func (l literal) source() string {
	if l.node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 {
		return shorten(l.node.Value)
	}
	return "'" + shorten(strings.ReplaceAll(l.node.Value, "'", "''")) + "'"
}

// sources returns some literals as a list, or one as it is.
func sources(ls []literal) string {
	const shown = 5
	if len(ls) == 1 {
		return ls[0].source()
	}
	var texts []string
	for _, l := range ls[:min(len(ls), shown)] {
		texts = append(texts, l.source())
	}
	if more := len(ls) - shown; more > 0 {
		texts = append(texts, fmt.Sprintf("… %d more", more))
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// shorten cuts what is too long for a line of explanation.
func shorten(s string) string {
	const limit = 200
	if len(s) <= limit {
		return s
	}
	cut := limit
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
