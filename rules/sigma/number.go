package sigma

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/rules/ir"
)

// number is a numeric literal.
type number struct {
	ir.Number
	decimal  string // for searching: 999 of 0x3e7, 1.50 of 1.50, 007 of 007
	shortest string // for comparing: 1.5 of 1.50, 007 of 007
	long     bool   // an integer beyond 64 bits, of which the number is only near
}

// readNumber reads the numbers of YAML 1.2's core schema, but infinities, which
// nothing can equal: decimal, 0x, 0o, fractions, exponents.
func readNumber(s string) (number, bool) {
	for prefix, base := range map[string]int{"0x": 16, "0o": 8} {
		if digits, ok := strings.CutPrefix(s, prefix); ok {
			u, err := strconv.ParseUint(digits, base, 64)
			return exact(u, false), err == nil
		}
	}
	return readDecimal(s)
}

// readDecimal reads what is a number whoever reads it.
func readDecimal(s string) (number, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" {
		return number{}, false
	}
	digits, negative := strings.CutPrefix(s, "-")
	if !negative {
		digits = strings.TrimPrefix(s, "+")
	}
	if u, err := strconv.ParseUint(digits, 10, 64); err == nil && (!negative || u <= 1<<63) {
		n := exact(u, negative)
		if hasLeadingZero(s) {
			n.decimal, n.shortest = s, s
		}
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return number{}, false
	}
	return fraction(f, s), true
}

// hasLeadingZero tells the codes, as 00000429 is one, from the quantities.
func hasLeadingZero(s string) bool {
	return len(s) > 1 && s[0] == '0' && strings.Trim(s, "0123456789") == ""
}

func exact(u uint64, negative bool) number {
	n := number{Number: ir.Number{Float: float64(u), Bits: u, Negative: negative && u > 0, Exact: true}, decimal: strconv.FormatUint(u, 10)}
	if n.Negative {
		n.Float, n.decimal = -n.Float, "-"+n.decimal
	}
	n.shortest = n.decimal
	return n
}

// fraction returns a double that was written as s.
func fraction(f float64, s string) number {
	n := number{Number: ir.Number{Float: f}, decimal: s, shortest: strconv.FormatFloat(f, 'f', -1, 64)}
	switch {
	case math.Trunc(f) == f && math.Abs(f) <= 1<<53:
		e := exact(uint64(math.Abs(f)), f < 0)
		n.Number, n.shortest = e.Number, e.shortest
	case !strings.ContainsAny(s, ".eE"):
		n.shortest, n.long = strings.TrimPrefix(s, "+"), true
	}
	if strings.ContainsAny(s, "eE+") {
		n.decimal = n.shortest
	}
	return n
}

// numberValue returns the alternative that a number is.
func (m *modifiers) numberValue(n number) ([]ir.Value, *fault) {
	if m.part != ir.WholeValue && m.op == ir.Equals && (!n.Exact || !inRange(m.part, n.Float)) {
		return nil, &fault{code: codeNumber, msg: fmt.Sprintf("no %s is %s", m.part, n.shortest)}
	}
	if m.op == ir.Equals && n.long {
		return []ir.Value{{Kind: ir.TextValue, Glob: ir.LiteralGlob(n.shortest)}}, nil
	}
	return []ir.Value{{Kind: ir.NumberValue, Text: n.shortest, Num: n.Number}}, nil
}

// numberValues reads patterns as numbers: a bound may stand in quotes.
func (m *modifiers) numberValues(ps []pattern) ([]ir.Value, *fault) {
	var values []ir.Value
	for _, p := range ps {
		s := p.String()
		n, ok := readDecimal(s)
		if !ok {
			return nil, &fault{code: codeNumber, msg: fmt.Sprintf("%q is not a number", shorten(s)), hint: m.numberHint()}
		}
		v, f := m.numberValue(n)
		if f != nil {
			return nil, f
		}
		values = append(values, v...)
	}
	return values, nil
}

func (m *modifiers) numberHint() string {
	if m.part != ir.WholeValue {
		return fmt.Sprintf("%s is compared with a number", m.part)
	}
	return fmt.Sprintf("%s compares numbers", m.op)
}

// inRange reports whether a time can have a part of that value.
func inRange(p ir.Part, f float64) bool {
	limits := map[ir.Part][2]float64{ir.Minute: {0, 59}, ir.Hour: {0, 23}, ir.Day: {1, 31}, ir.Week: {1, 53}, ir.Month: {1, 12}}
	l, ok := limits[p]
	return !ok || l[0] <= f && f <= l[1]
}
