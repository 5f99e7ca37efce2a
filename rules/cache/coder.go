package cache

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/rulehound/rulehound/rules/ir"
)

// coder writes values or reads them back. Every type is described once, in a
// method that hands the coder pointers to its parts: writing takes what they
// point to, reading fills it in. So the two cannot disagree.
//
// Reading takes texts as parts of the one it reads. What it reads may be
// anything: the first fault ends it, and everything after comes out as zero.
type coder struct {
	reading bool
	in      string // what is left to read
	out     []byte // what was written
	err     error

	depth int // of what is being coded
	nodes nodes
	room  []ir.Segment // for globs
}

// errForm says that what is read was not written by this program, or that what
// is to be written has parts that cannot be.
var errForm = errors.New("not of the form that a cache has")

// maxDepth bounds how deep conditions and lists may be nested.
const maxDepth = 1000

func (c *coder) fail() {
	c.err, c.in = errForm, ""
}

// within codes something that can hold more of its kind.
func (c *coder) within(code func()) {
	if c.depth++; c.depth > maxDepth {
		c.fail()
	}
	code()
	c.depth--
}

func (c *coder) uint(n *uint64) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, *n)
		return
	}
	*n = 0
	for shift := 0; shift < 64; shift += 7 {
		if len(c.in) == 0 {
			break
		}
		b := c.in[0]
		c.in = c.in[1:]
		*n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return
		}
	}
	*n = 0
	c.fail()
}

// whole codes a number of any integer type.
func whole[T ~int | ~int64 | ~uint8](c *coder, n *T) {
	u := uint64(*n)
	c.uint(&u)
	if *n = T(u); uint64(*n) != u {
		c.fail()
	}
}

// below codes a number of which there are limit.
func below[T ~int | ~uint8](c *coder, n *T, limit T) {
	if whole(c, n); *n >= limit || *n < 0 {
		*n = 0
		c.fail()
	}
}

func (c *coder) float(f *float64) {
	u := math.Float64bits(*f)
	c.uint(&u)
	*f = math.Float64frombits(u)
}

func (c *coder) flag(b *bool) {
	var n uint8
	if *b {
		n = 1
	}
	below(c, &n, 2)
	*b = n == 1
}

func (c *coder) text(s *string) {
	n := len(*s)
	if c.length(&n, 0); !c.reading {
		c.out = append(c.out, *s...)
		return
	}
	*s, c.in = c.in[:n], c.in[n:]
}

func (c *coder) texts(list *[]string) { each(c, list, c.text) }

// length codes how many bytes or things follow, of which each takes a byte, and
// what is added to that.
func (c *coder) length(n *int, added int) {
	if whole(c, n); c.reading && (*n < 0 || *n > len(c.in)+added) {
		*n = 0
		c.fail()
	}
}

// each codes a list; nil stays nil.
func each[T any](c *coder, list *[]T, one func(*T)) {
	n := len(*list) + 1
	if *list == nil {
		n = 0
	}
	if c.length(&n, 1); n == 0 {
		return
	}
	if c.reading {
		*list = make([]T, 0, min(n-1, 1000)) // it may lie about its length
	}
	for i := 0; i < n-1 && c.err == nil; i++ {
		if c.reading {
			var zero T
			*list = append(*list, zero)
		}
		one(&(*list)[i])
	}
}

// maybe codes what need not be there.
func maybe[T any](c *coder, p **T, one func(*T)) {
	there := *p != nil
	if c.flag(&there); !there {
		return
	}
	if c.reading {
		*p = new(T)
	}
	one(*p)
}
