package exprlang

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// toInt reads a number or its decimal or hex text. An unsigned number from 2^63
// on becomes negative, so that tests of its bits are right.
func toInt(x any) (int, error) {
	switch x := x.(type) {
	case int:
		return x, nil
	case float64:
		if x == math.Trunc(x) && math.Abs(x) < 1<<63 {
			return int(x), nil
		}
	case time.Time:
		return 0, errors.New("a time is no number")
	case string:
		if i, err := strconv.ParseInt(x, 10, 64); err == nil {
			return int(i), nil
		}
		digits, isHex := strings.CutPrefix(strings.ToLower(x), "0x")
		base := 10
		if isHex {
			base = 16
		}
		if u, err := strconv.ParseUint(digits, base, 64); err == nil {
			return int(u), nil
		}
	}
	return 0, errNoValue
}

// toUint is toInt, with a negative number of 32 bits as the unsigned one.
func toUint(x any) (int, error) {
	i, err := toInt(x)
	if math.MinInt32 <= i && i < 0 {
		i = int(uint32(i))
	}
	return i, err
}

// numberOf returns v as a number for computing with: an int where it is a whole
// number, otherwise a float64. Decimal text is a number; hex text has the kind
// Hex.
func numberOf(v event.Value) (any, bool) {
	switch v.Kind() {
	case event.Int, event.Uint, event.Hex:
		if u, ok := v.Uint(); ok {
			return int(u), true
		}
		i, ok := v.Int()
		return int(i), ok
	case event.Float:
		return v.Float()
	case event.Text:
		if i, err := strconv.ParseInt(v.Raw(), 10, 64); err == nil {
			return int(i), true
		}
		if u, err := strconv.ParseUint(v.Raw(), 10, 64); err == nil {
			return int(u), true
		}
		if s := v.Raw(); strings.Trim(s, "-.0123456789") == "" {
			f, err := strconv.ParseFloat(s, 64)
			return f, err == nil
		}
	}
	return nil, false
}

// exactInt returns i as the tree compares it.
func exactInt(i int) ir.Number {
	if i < 0 {
		return ir.Number{Float: float64(i), Bits: -uint64(i), Negative: true, Exact: true}
	}
	return ir.Number{Float: float64(i), Bits: uint64(i), Exact: true}
}

// exactFloat returns f as the tree compares it: 4.0 is the integer 4.
func exactFloat(f float64) ir.Number {
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return exactInt(int(f))
	}
	return ir.Number{Float: f}
}
