package cache

import (
	"net/netip"
	"regexp"

	"github.com/rulehound/rulehound/rules/ir"
)

// nodes is what was coded of one condition. A selection that the condition names
// twice hangs in two places; it is coded once.
type nodes struct {
	numbers map[ir.Node]int // when writing
	all     []sized         // in the order in which they were complete
	size    int             // of the last one
}

// sized is a node and how many there are below it, with every repetition.
type sized struct {
	node ir.Node
	size int
}

// maxNodes bounds a condition with every repetition, so that what is read cannot
// be larger than anything that the loader lets pass.
const maxNodes = 1 << 20

// The kinds of nodes.
const (
	again uint8 = iota // one that was complete before
	and
	or
	not
	atLeast
	field
	keyword
	nodeKinds
)

// node codes a condition. One with an expression in it cannot be.
func (c *coder) node(n *ir.Node) { c.within(func() { c.anyNode(n) }) }

func (c *coder) anyNode(n *ir.Node) {
	number, known := c.nodes.numbers[*n]
	kind := nodeKind(*n)
	if known {
		kind = again
	}
	if below(c, &kind, nodeKinds); c.err != nil {
		return
	}
	if kind == again {
		if below(c, &number, len(c.nodes.all)); c.err == nil {
			*n, c.nodes.size = c.nodes.all[number].node, c.nodes.all[number].size
		}
		return
	}
	if c.reading {
		*n = newNode(kind)
	}
	c.meta((*n).Origin())
	size := 1 + c.parts(*n)
	if size > maxNodes {
		c.fail()
	}
	c.nodes.add(sized{*n, size}, c.reading)
}

func (ns *nodes) add(n sized, reading bool) {
	if !reading {
		if ns.numbers == nil {
			ns.numbers = map[ir.Node]int{}
		}
		ns.numbers[n.node] = len(ns.all)
	}
	if ns.all == nil {
		ns.all = make([]sized, 0, 16) // which most have
	}
	ns.all = append(ns.all, n)
	ns.size = n.size
}

// parts codes what makes n what it is, and returns how many nodes are below it.
func (c *coder) parts(n ir.Node) int {
	switch n := n.(type) {
	case *ir.And:
		return c.kids(&n.Kids)
	case *ir.Or:
		return c.kids(&n.Kids)
	case *ir.AtLeast:
		whole(c, &n.N)
		return c.kids(&n.Kids)
	case *ir.Not:
		c.node(&n.Kid)
		return c.nodes.size
	case *ir.Field:
		c.text(&n.Name)
		below(c, &n.Op, ir.Null+1)
		below(c, &n.Part, ir.Year+1)
		c.flag(&n.Cased)
		c.flag(&n.Hex)
		each(c, &n.Values, c.compared)
		c.text(&n.Ref)
	case *ir.Keyword:
		c.flag(&n.Cased)
		each(c, &n.Values, c.compared)
	}
	return 0
}

func (c *coder) kids(kids *[]ir.Node) int {
	sum := 0
	each(c, kids, func(kid *ir.Node) {
		if c.node(kid); sum <= maxNodes {
			sum += c.nodes.size
		}
	})
	return sum
}

func (c *coder) meta(m *ir.Meta) {
	whole(c, &m.Line)
	whole(c, &m.Col)
	c.text(&m.Text)
	c.text(&m.Label)
}

func (c *coder) compared(v *ir.Value) {
	whole(c, &v.Line)
	whole(c, &v.Col)
	// Fast path: most values are texts that say what they say.
	plain := isPlain(v)
	if c.flag(&plain); plain {
		if c.text(&v.Text); c.reading {
			v.Glob = c.literal(v.Text)
		}
		return
	}
	below(c, &v.Kind, ir.CIDRValue+1)
	c.text(&v.Text)
	each(c, (*[]ir.Segment)(&v.Glob), c.segment)
	c.number(&v.Num)
	maybe(c, &v.Regexp, c.regexp)
	c.prefix(&v.Prefix)
	if v.Kind == ir.RegexpValue && v.Regexp == nil || v.Kind == ir.CIDRValue && !v.Prefix.IsValid() {
		c.fail()
	}
}

// isPlain reports whether v is a text without wildcards, as its author wrote it.
func isPlain(v *ir.Value) bool {
	text, ok := v.Glob.Literal()
	return ok && text == v.Text && len(v.Glob) == 1 && v.Kind == ir.TextValue && v.Num == ir.Number{} && v.Regexp == nil && v.Prefix == netip.Prefix{}
}

// literal returns the glob of a text. Those of many lie side by side.
func (c *coder) literal(text string) ir.Glob {
	if len(c.room) == cap(c.room) {
		c.room = make([]ir.Segment, 0, 16)
	}
	c.room = append(c.room, ir.Segment{Text: text})
	return ir.Glob(c.room[len(c.room)-1 : len(c.room) : len(c.room)])
}

func (c *coder) segment(s *ir.Segment) {
	below(c, &s.Kind, ir.Dash+1)
	c.text(&s.Text)
}

func (c *coder) number(n *ir.Number) {
	c.float(&n.Float)
	c.uint(&n.Bits)
	c.flag(&n.Negative)
	c.flag(&n.Exact)
}

func (c *coder) regexp(re *regexp.Regexp) {
	source := re.String()
	if c.text(&source); !c.reading {
		return
	}
	made, err := regexp.Compile(source)
	if err != nil {
		c.fail()
		return
	}
	*re = *made
}

func (c *coder) prefix(p *netip.Prefix) {
	var source string
	if p.IsValid() {
		source = p.String()
	}
	if c.text(&source); !c.reading || source == "" {
		return
	}
	var err error
	if *p, err = netip.ParsePrefix(source); err != nil {
		c.fail()
	}
}

// nodeKind returns the kind of n; nodeKinds when it cannot be coded.
func nodeKind(n ir.Node) uint8 {
	switch n.(type) {
	case *ir.And:
		return and
	case *ir.Or:
		return or
	case *ir.Not:
		return not
	case *ir.AtLeast:
		return atLeast
	case *ir.Field:
		return field
	case *ir.Keyword:
		return keyword
	}
	return nodeKinds
}

func newNode(kind uint8) ir.Node {
	switch kind {
	case and:
		return &ir.And{}
	case or:
		return &ir.Or{}
	case not:
		return &ir.Not{}
	case atLeast:
		return &ir.AtLeast{}
	case field:
		return &ir.Field{}
	}
	return &ir.Keyword{}
}
