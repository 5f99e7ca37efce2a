// Package condition is the little language of a Sigma condition: names, and, or,
// not, brackets, and quantified patterns as in "1 of selection_*". It knows
// where everything stands, and nothing of what the names mean.
package condition

import (
	"strconv"
	"strings"
)

// Bounds against hostile conditions.
const (
	MaxLength = 64 << 10 // bytes
	MaxDepth  = 200      // nested brackets and nots
)

// Condition is one parsed condition.
type Condition struct {
	Expr *Expr
	// Aggregation is what follows the legacy pipe, as in "| count() by x > 5";
	// Pipe is where the pipe stands. Both are zero when there is none: no
	// condition begins with a pipe.
	Aggregation string
	Pipe        int
}

// Expr is an expression.
type Expr struct {
	Op   Op
	Kids []*Expr
	Name string // of a Name the selection's, of an Of the pattern's; "them" is in lower case
	N    int    // of an Of: how many of them; 0 means all
	// Start and End are byte offsets of the expression's text with the brackets
	// around it; NameStart is that of Name.
	Start, End, NameStart int
}

// Op says what an Expr is.
type Op uint8

// The kinds of expressions. Not has one kid, And and Or have at least two.
const (
	Name Op = iota
	Of
	Not
	And
	Or
)

// Them is the pattern that covers every selection that is not hidden.
const Them = "them"

// Error is what is wrong with a condition, where.
type Error struct {
	Offset    int // in bytes
	Msg, Hint string
}

func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + ", " + e.Hint
}

// String returns the expression in its usual spelling, with the brackets that
// it needs and no others.
func (e *Expr) String() string {
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e *Expr) write(b *strings.Builder) {
	switch e.Op {
	case Name:
		b.WriteString(e.Name)
	case Of:
		b.WriteString(e.quantity() + " of " + e.Name)
	case Not:
		b.WriteString("not ")
		e.writeKid(b, e.Kids[0])
	case And, Or:
		word := " and "
		if e.Op == Or {
			word = " or "
		}
		for i, kid := range e.Kids {
			if i > 0 {
				b.WriteString(word)
			}
			e.writeKid(b, kid)
		}
	}
}

// writeKid brackets a kid that binds no tighter than e. A not in a not does
// without: it can only be read one way.
func (e *Expr) writeKid(b *strings.Builder, kid *Expr) {
	if kid.Op < e.Op || kid.Op == Not {
		kid.write(b)
		return
	}
	b.WriteByte('(')
	kid.write(b)
	b.WriteByte(')')
}

func (e *Expr) quantity() string {
	if e.N == 0 {
		return "all"
	}
	return strconv.Itoa(e.N)
}
