package match

import (
	"fmt"

	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/rules/ir"
)

// comparison is true of a value that is a number below or above a bound.
type comparison struct {
	op     ir.Op
	hex    bool // hexadecimal values are numbers too
	bounds numberSet
}

func isComparison(op ir.Op) bool { return ir.Less <= op && op <= ir.GreaterOrEqual }

func newComparison(f *ir.Field) (Predicate, error) {
	bounds, err := numbersOf(f)
	return comparison{f.Op, f.Hex, bounds}, err
}

// numbersOf returns the values of f, which must be numbers.
func numbersOf(f *ir.Field) (numberSet, error) {
	var ns numberSet
	for i := range f.Values {
		v := &f.Values[i]
		if v.Kind != ir.NumberValue {
			return nil, fmt.Errorf("%s wants a number, not %q", f.Op, v.Text)
		}
		ns = append(ns, numbered{Normal(v.Num), i})
	}
	return ns, nil
}

func (c comparison) Match(f *view.Field) (Hit, bool) {
	for i := range f.Len() {
		n, ok := number(f.Value(i))
		if !ok && c.hex {
			n, ok = integer(f.Value(i))
		}
		if ok {
			if p := c.find(n); p >= 0 {
				return Hit{i, p}, true
			}
		}
	}
	return Hit{-1, -1}, false
}

// find returns which bound n keeps, -1 for none.
func (c comparison) find(n ir.Number) int {
	for i := range c.bounds {
		if holds(c.op, compare(n, c.bounds[i].number)) {
			return c.bounds[i].pattern
		}
	}
	return -1
}

func (c comparison) Cost() Cost { return OneText }

// holds reports whether a op b, given how a compares to b.
func holds(op ir.Op, c int) bool {
	switch op {
	case ir.Equals:
		return c == 0
	case ir.Less:
		return c < 0
	case ir.LessOrEqual:
		return c <= 0
	case ir.Greater:
		return c > 0
	case ir.GreaterOrEqual:
		return c >= 0
	}
	return false
}
