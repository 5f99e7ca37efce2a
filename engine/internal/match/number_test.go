package match_test

import (
	"math"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

var (
	four    = whole("4", 4, false)
	fourDot = num("4.0", ir.Number{Float: 4})
	half    = num("4.5", ir.Number{Float: 4.5})
	minus   = num("-4", ir.Number{Float: -4, Bits: 4, Negative: true, Exact: true})
	most    = whole("18446744073709551615", math.MaxUint64, false)
	beyond  = num("18446744073709551616", ir.Number{Float: 1 << 64})
)

func TestNumbers(t *testing.T) {
	runTable(t, []row{
		{"match", f(ir.Equals, four), vals(event.UintValue(4)), true},
		{"near miss", f(ir.Equals, four), vals(event.UintValue(5)), false},
		{"signed", f(ir.Equals, four), vals(event.IntValue(4)), true},
		{"other sign", f(ir.Equals, four), vals(event.IntValue(-4)), false},
		{"negative", f(ir.Equals, minus), vals(event.IntValue(-4)), true},
		{"decimal text", f(ir.Equals, four), texts("4"), true},
		{"text with a fraction", f(ir.Equals, four), texts("4.0"), true},
		{"4.0 is 4", f(ir.Equals, fourDot), vals(event.UintValue(4)), true},
		{"4 is 4.0", f(ir.Equals, four), vals(event.FloatValue(4)), true},
		{"4.5", f(ir.Equals, half), vals(event.FloatValue(4.5)), true},
		{"4.5 as text", f(ir.Equals, half), texts("4.50"), true},
		{"other text", f(ir.Equals, four), texts("4a"), false},
		{"hex bits", f(ir.Equals, whole("999", 999, false)), vals(event.HexText("0x3e7", 999)), true},
		{"hex text is no number", f(ir.Equals, four), texts("0x4"), false},
		{"absent", f(ir.Equals, four), nil, false},
		{"empty", f(ir.Equals, four), texts(""), false},
		{"null", f(ir.Equals, whole("0", 0, false)), vals(null), false},
		{"several values", f(ir.Equals, four), texts("x", "4"), true},
		{"several numbers", f(ir.Equals, half, four), texts("4"), true},
		{"64 bits are exact", f(ir.Equals, most), vals(event.UintValue(math.MaxUint64)), true},
		{"64 bits are exact: a neighbour", f(ir.Equals, most), vals(event.UintValue(math.MaxUint64 - 1)), false},
		{"beyond 64 bits", f(ir.Equals, beyond), vals(event.UintValue(math.MaxUint64)), false},
		{"trailing blanks", f(ir.Equals, four), texts("4 "), true},
		{"text beside numbers", f(ir.Equals, four, lit("x")), texts("X"), true},
	})
}

func TestComparisons(t *testing.T) {
	runTable(t, []row{
		{"lt", f(ir.Less, four), vals(event.UintValue(3)), true},
		{"lt is strict", f(ir.Less, four), vals(event.UintValue(4)), false},
		{"lte", f(ir.LessOrEqual, four), vals(event.UintValue(4)), true},
		{"lte beyond", f(ir.LessOrEqual, four), vals(event.UintValue(5)), false},
		{"gt", f(ir.Greater, four), vals(event.UintValue(5)), true},
		{"gt is strict", f(ir.Greater, four), vals(event.UintValue(4)), false},
		{"gte", f(ir.GreaterOrEqual, four), vals(event.UintValue(4)), true},
		{"hexadecimal is no number in Sigma's order", f(ir.Greater, four), vals(event.HexValue(16)), false},
		{"hexadecimal where it is", &ir.Field{Op: ir.Greater, Values: []ir.Value{four}, Hex: true}, vals(event.HexValue(16)), true},
		{"hexadecimal below", &ir.Field{Op: ir.Greater, Values: []ir.Value{four}, Hex: true}, vals(event.HexValue(4)), false},
		{"decimal text", f(ir.Greater, four), texts("10"), true},
		{"a fraction as text", f(ir.Greater, four), texts("4.25"), true},
		{"a fraction as bound", f(ir.Greater, half), vals(event.UintValue(5)), true},
		{"negative text", f(ir.Less, minus), texts("-5"), true},
		{"negatives", f(ir.Less, minus), vals(event.IntValue(-3)), false},
		{"hex is no number", f(ir.Greater, four), vals(event.HexValue(999)), false},
		{"other text", f(ir.Greater, four), texts("5 apples"), false},
		{"blank text", f(ir.Less, four), texts(" 3"), false},
		{"absent", f(ir.Less, four), nil, false},
		{"empty", f(ir.Less, four), texts(""), false},
		{"null", f(ir.Less, four), vals(null), false},
		{"several values", f(ir.Greater, four), texts("1", "9"), true},
		{"exact beyond 2^53", f(ir.Greater, whole("9007199254740992", 1<<53, false)), texts("9007199254740993"), true},
		{"beyond 64 bits", f(ir.Less, beyond), vals(event.UintValue(math.MaxUint64)), true},
		{"text beyond 64 bits", f(ir.Greater, most), texts("18446744073709551616"), true},
		{"not a number", f(ir.Less, four), vals(event.FloatValue(math.NaN())), false},
		{"infinity", f(ir.Greater, most), vals(event.FloatValue(math.Inf(1))), true},
	})
}
