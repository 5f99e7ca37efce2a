package match

import (
	"math"
	"math/bits"
	"strconv"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// number reads a value as a number: one by its type, or decimal text. Hex text
// is a number only to equality, which sees its bits.
func number(v event.Value) (ir.Number, bool) {
	switch v.Kind() {
	case event.Int, event.Uint:
		return integer(v)
	case event.Float:
		f, _ := v.Float()
		return fromFloat(f)
	case event.Text:
		return parseDecimal(v.Raw())
	}
	return ir.Number{}, false
}

func integer(v event.Value) (ir.Number, bool) {
	if u, ok := v.Uint(); ok {
		return exact(u, false), true
	}
	i, ok := v.Int()
	return exact(uint64(-i), true), ok
}

func exact(magnitude uint64, negative bool) ir.Number {
	f := float64(magnitude)
	if negative {
		f = -f
	}
	return ir.Number{Float: f, Bits: magnitude, Negative: negative && magnitude > 0, Exact: true}
}

// fromFloat makes a whole double an exact integer, so that 4.0 is 4.
func fromFloat(f float64) (ir.Number, bool) {
	if f == math.Trunc(f) && math.Abs(f) < 1<<64 {
		return exact(uint64(math.Abs(f)), f < 0), true
	}
	return ir.Number{Float: f}, !math.IsNaN(f)
}

// parseDecimal reads [-]digits[.digits]. It does not allocate.
func parseDecimal(s string) (ir.Number, bool) {
	digits := s
	negative := s != "" && s[0] == '-'
	if negative {
		digits = s[1:]
	}
	var u uint64
	fits, i := true, 0
	for ; i < len(digits) && isDigit(digits[i]); i++ {
		hi, lo := bits.Mul64(u, 10)
		sum, carry := bits.Add64(lo, uint64(digits[i]-'0'), 0)
		u, fits = sum, fits && hi == 0 && carry == 0
	}
	switch {
	case i == 0:
		return ir.Number{}, false
	case i == len(digits) && fits:
		return exact(u, negative), true
	case i < len(digits) && !isFraction(digits[i:]):
		return ir.Number{}, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return ir.Number{}, false // out of range
	}
	return fromFloat(f)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isFraction(s string) bool {
	for i := 1; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return len(s) > 1 && s[0] == '.'
}

// compare returns -1, 0 or 1. Integers are compared exactly.
func compare(a, b ir.Number) int {
	c := order(a.Float, b.Float)
	switch {
	case c != 0 || !a.Exact && !b.Exact:
		return c
	case a.Exact && b.Exact:
		c = order(a.Bits, b.Bits)
	case a.Exact:
		c = -1 // b is a double beyond all integers of 64 bits
	default:
		c = 1
	}
	if a.Float < 0 {
		return -c
	}
	return c
}

func order[T float64 | uint64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Normal returns n as an exact integer where it is one, so that equal numbers
// are equal structs.
func Normal(n ir.Number) ir.Number {
	if n.Exact {
		return exact(n.Bits, n.Negative)
	}
	n, _ = fromFloat(n.Float)
	return n
}
