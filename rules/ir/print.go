package ir

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Format returns the condition as indented text, one node a line, for people
// and for golden tests. A labelled node that was shown before is only named.
func Format(n Node) string {
	p := printer{shown: map[Node]bool{}}
	p.node(n, 0)
	return p.b.String()
}

type printer struct {
	b     strings.Builder
	shown map[Node]bool // the labelled ones
}

func (p *printer) node(n Node, depth int) {
	p.b.WriteString(strings.Repeat("  ", depth))
	if label := n.Origin().Label; label != "" {
		p.b.WriteString(label + ": ")
		if p.shown[n] {
			p.b.WriteString("as above\n")
			return
		}
		p.shown[n] = true
	}
	p.b.WriteString(head(n) + "\n")
	for _, kid := range Kids(n) {
		p.node(kid, depth+1)
	}
}

// head returns the line of a node.
func head(n Node) string {
	switch n := n.(type) {
	case *And:
		return "and"
	case *Or:
		return "or"
	case *Not:
		return "not"
	case *AtLeast:
		return fmt.Sprintf("at least %d", n.N)
	case *Field:
		return n.String()
	case *Keyword:
		return "keyword" + cased(n.Cased) + values(n.Values)
	case *Leaf:
		return "expression " + strconv.Quote(n.Text) + " reads " + strings.Join(n.Fields, ", ")
	}
	return fmt.Sprintf("%T", n)
}

// String returns the predicate as one line: Image endswith '\cmd.exe'.
func (f *Field) String() string {
	name := f.Name
	if f.Part != WholeValue {
		name = f.Part.String() + " of " + name
	}
	s := name + " " + f.Op.String() + cased(f.Cased)
	if f.Ref != "" {
		return s + " field " + f.Ref
	}
	return s + values(f.Values)
}

func cased(c bool) string {
	if c {
		return " cased"
	}
	return ""
}

func values(vs []Value) string {
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(" " + v.String())
	}
	return b.String()
}

// String returns what is compared: a glob, a number, /a regular expression/ or
// a network.
func (v Value) String() string {
	switch v.Kind {
	case NumberValue:
		return v.Text
	case RegexpValue:
		return "/" + v.Regexp.String() + "/"
	case CIDRValue:
		return v.Prefix.String()
	}
	return v.Glob.String()
}

// String returns the glob with its literals in quotes and its wildcards outside
// of them: 'C:\'*'.exe'. A Dash is written <->.
func (g Glob) String() string {
	if len(g) == 0 {
		return "''"
	}
	var b strings.Builder
	for _, s := range g {
		switch s.Kind {
		case AnyOne:
			b.WriteString("?")
		case AnyRun:
			b.WriteString("*")
		case Dash:
			b.WriteString("<->")
		default:
			b.WriteString(quote(s.Text))
		}
	}
	return b.String()
}

// quote puts s in single quotes, or, where a character cannot be shown, writes
// it as Go does.
func quote(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(s)
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
