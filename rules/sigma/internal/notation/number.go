package notation

import (
	"math"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/rules/ir"
)

// Number is a numeric literal.
type Number struct {
	ir.Number
	Decimal  string // for searching: 999 of 0x3e7, 1.50 of 1.50, 007 of 007
	Shortest string // for comparing: 1.5 of 1.50, 007 of 007
	Long     bool   // an integer beyond 64 bits, of which the number is only near
}

// ReadNumber reads the numbers of YAML 1.2's core schema, but infinities, which
// nothing can equal: decimal, 0x, 0o, fractions, exponents.
func ReadNumber(s string) (Number, bool) {
	for prefix, base := range map[string]int{"0x": 16, "0o": 8} {
		if digits, ok := strings.CutPrefix(s, prefix); ok {
			u, err := strconv.ParseUint(digits, base, 64)
			return exact(u, false), err == nil
		}
	}
	return ReadDecimal(s)
}

// ReadDecimal reads what is a number whoever reads it.
func ReadDecimal(s string) (Number, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return Number{}, false
	}
	digits, negative := strings.CutPrefix(s, "-")
	if !negative {
		digits = strings.TrimPrefix(s, "+")
	}
	if u, err := strconv.ParseUint(digits, 10, 64); err == nil && (!negative || u <= 1<<63) {
		n := exact(u, negative)
		if HasLeadingZero(s) {
			n.Decimal, n.Shortest = s, s
		}
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return Number{}, false
	}
	return fraction(f, s), true
}

// HasLeadingZero tells the codes, as 00000429 is one, from the quantities.
func HasLeadingZero(s string) bool {
	return len(s) > 1 && s[0] == '0' && strings.Trim(s, "0123456789") == ""
}

func exact(u uint64, negative bool) Number {
	n := Number{Number: ir.Number{Float: float64(u), Bits: u, Negative: negative && u > 0, Exact: true}, Decimal: strconv.FormatUint(u, 10)}
	if n.Negative {
		n.Float, n.Decimal = -n.Float, "-"+n.Decimal
	}
	n.Shortest = n.Decimal
	return n
}

// fraction returns a double that was written as s.
func fraction(f float64, s string) Number {
	n := Number{Number: ir.Number{Float: f}, Decimal: s, Shortest: strconv.FormatFloat(f, 'f', -1, 64)}
	switch {
	case math.Trunc(f) == f && math.Abs(f) <= 1<<53:
		e := exact(uint64(math.Abs(f)), f < 0)
		n.Number, n.Shortest = e.Number, e.Shortest
	case !strings.ContainsAny(s, ".eE"):
		n.Shortest, n.Long = strings.TrimPrefix(s, "+"), true
	}
	if strings.ContainsAny(s, "eE+") {
		n.Decimal = n.Shortest
	}
	return n
}
