// Package ir is the one condition tree that both rule languages lower to. It is
// closed and small: And, Or, Not, AtLeast, Field, Keyword and Leaf. Past
// lowering nobody says "modifier": encodings are expanded, wildcards are parsed
// into segments, quantifiers have become And and Or.
package ir

import "github.com/rulehound/rulehound/normalize/event"

// Node is a condition. The implementations are the pointer types of this package.
type Node interface {
	// Origin says where the condition came from.
	Origin() *Meta
}

// Meta is what every node remembers of its author.
type Meta struct {
	Line, Col int    // 1-based position in the rule file; 0 when there is none
	Text      string // the author's text: "Operation|contains: '%%2464'", "1 of sel_*"
	Label     string // the name of the selection that this node is, "" inside one
}

// Origin implements Node.
func (m *Meta) Origin() *Meta { return m }

// And is true when every kid is. An And without kids is true.
type And struct {
	Meta
	Kids []Node
}

// Or is true when some kid is. An Or without kids is false.
type Or struct {
	Meta
	Kids []Node
}

// Not is true when its kid is false. It is plain negation: over a field that is
// absent it is true.
type Not struct {
	Meta
	Kid Node
}

// AtLeast is true when N or more of its kids are.
type AtLeast struct {
	Meta
	N    int
	Kids []Node
}

// Field is true when one of the field's values satisfies Op with one of Values.
// Over an absent field it is false, except for [Null].
type Field struct {
	Meta
	Name   string // as the author wrote it
	Op     Op
	Part   Part    // which part of a time to compare; [WholeValue] for the value itself
	Cased  bool    // compare with case
	Hex    bool    // in an order, what Windows writes in hexadecimal is a number too; Sigma's is not
	Values []Value // alternatives; empty for Exists, Null and when Ref is set
	Ref    string  // compare with the values of this field instead (Sigma's fieldref)
}

// Keyword is true when one of Values, texts or regular expressions, occurs in
// some value of the event. Wildcards in it stay unanchored. A Keyword never matches across two values
// nor in a field's name.
type Keyword struct {
	Meta
	Cased  bool
	Values []Value
}

// Leaf is a condition that the tree cannot express: a compiled expression.
type Leaf struct {
	Meta
	Fields []string // the fields that it reads, as the author wrote them
	// Eval decides. It must be safe for concurrent use, pure, and bounded in
	// time. An error means neither true nor false: the rule failed on the event.
	Eval func(Lookup) (bool, error)
}

// Lookup gives a Leaf the values of a field by the author's name: nil when the
// field is absent. The result is only valid until the next call.
type Lookup interface {
	Field(name string) []event.Value
}
