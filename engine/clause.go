package engine

import (
	"fmt"
	"strings"

	"github.com/rulehound/rulehound/rules/ir"
)

// Clause is one part of a condition as it is evaluated, in its author's words.
type Clause struct {
	Kind   string    `json:"kind"`           // and, or, not, 2 of, keyword, expr, or the operator of a field
	Text   string    `json:"text,omitempty"` // as the author wrote it, or what a pipeline made of that
	Label  string    `json:"selection,omitempty"`
	Line   int       `json:"line,omitempty"`
	Col    int       `json:"col,omitempty"`
	Field  string    `json:"field,omitempty"`
	Reads  []string  `json:"reads,omitempty"`  // the fields of an expression
	Became string    `json:"became,omitempty"` // what the author's modifiers made of the field, where the text does not show it
	Again  bool      `json:"again,omitempty"`  // the selection stands above already, with its kids
	Kids   []*Clause `json:"kids,omitempty"`
}

// newClause shows n; shown has the selections that were shown before.
func newClause(n ir.Node, shown map[ir.Node]bool) *Clause {
	from := n.Origin()
	c := &Clause{Text: from.Text, Label: from.Label, Line: from.Line, Col: from.Col}
	switch n := n.(type) {
	case *ir.And:
		c.Kind = "and"
	case *ir.Or:
		c.Kind = "or"
	case *ir.Not:
		c.Kind = "not"
	case *ir.AtLeast:
		c.Kind = fmt.Sprintf("%d of", n.N)
	case *ir.Leaf:
		c.Kind, c.Reads = "expr", n.Fields
	case *ir.Field:
		c.Kind, c.Field, c.Became = operator(n), n.Name, became(n)
	default:
		c.Kind = operator(n)
	}
	if c.Again = shown[n]; c.Again {
		return c
	}
	shown[n] = from.Label != ""
	for _, kid := range ir.Kids(n) {
		c.Kids = append(c.Kids, newClause(kid, shown))
	}
	return c
}

func (c *Clause) write(b *strings.Builder, depth int) {
	if c.Again {
		fmt.Fprintf(b, "%*s%s, as above\n", 2*depth, "", c.Label)
		return
	}
	fmt.Fprintf(b, "%*s%s%s\n", 2*depth, "", title(c.Label, c.Text, c.Kind), c.joined())
	if c.Became != "" {
		fmt.Fprintf(b, "%*sbecomes %s\n", 2*depth+2, "", c.Became)
	}
	for _, kid := range c.Kids {
		kid.write(b, depth+1)
	}
}

// joined says how many of its kids must hold, where the text does not say it.
func (c *Clause) joined() string {
	if len(c.Kids) < 2 || c.Text != c.Label && c.Text != "" {
		return ""
	}
	switch c.Kind {
	case "and":
		return ", all of"
	case "or":
		return ", any of"
	}
	return ""
}

// title names a part of a condition: the selection, what the author wrote, or
// what it is.
func title(label, text, kind string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		text = kind
	}
	if label != "" && label != text {
		return label + ": " + text
	}
	return text
}
