package match_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestEquals(t *testing.T) {
	badKeyset := &event.Meaning{Code: "0x80090016", Text: "NTE_BAD_KEYSET"}
	runTable(t, []row{
		{"match", f(ir.Equals, lit("abc")), texts("abc"), true},
		{"near miss", f(ir.Equals, lit("abc")), texts("abcd"), false},
		{"shorter", f(ir.Equals, lit("abc")), texts("ab"), false},
		{"absent", f(ir.Equals, lit("abc")), nil, false},
		{"empty value", f(ir.Equals, lit("abc")), texts(""), false},
		{"null value", f(ir.Equals, lit("abc")), vals(null), false},
		{"empty text is empty", f(ir.Equals, lit("")), texts(""), true},
		{"empty text is not null", f(ir.Equals, lit("")), vals(null), false},
		{"empty text is not absent", f(ir.Equals, lit("")), nil, false},
		{"no word null", f(ir.Equals, lit("null")), vals(null), false},
		{"case", f(ir.Equals, lit("aBc")), texts("AbC"), true},
		{"cased", cased(f(ir.Equals, lit("aBc"))), texts("abc"), false},
		{"cased match", cased(f(ir.Equals, lit("aBc"))), texts("aBc"), true},
		{"Kelvin sign", f(ir.Equals, lit("kelvin")), texts("\u212aelvin"), true},
		{"long s", f(ir.Equals, lit("set")), texts("\u017fet"), true},
		{"final sigma", f(ir.Equals, lit("ΟΔΟΣ")), texts("οδος"), true},
		{"dotted capital I is another letter", f(ir.Equals, lit("i")), texts("\u0130"), false},
		{"trailing blanks", f(ir.Equals, lit("abc")), texts("ABC \t"), true},
		{"cased trailing blanks", cased(f(ir.Equals, lit("abc"))), texts("abc "), true},
		{"leading blank", f(ir.Equals, lit("abc")), texts(" abc"), false},
		{"blanks of the rule stay", f(ir.Equals, lit("abc ")), texts("abc"), false},
		{"blanks on both sides", f(ir.Equals, lit("abc ")), texts("abc "), true},
		{"several values", f(ir.Equals, lit("b")), texts("a", "b"), true},
		{"several values, none", f(ir.Equals, lit("c")), texts("a", "b"), false},
		{"several alternatives", f(ir.Equals, lit("x"), lit("b")), texts("a", "b"), true},
		{"null among values", f(ir.Equals, lit("b")), vals(null, event.TextValue("b")), true},
		{"number as text", f(ir.Equals, lit("7")), vals(event.UintValue(7)), true},
		{"negative", f(ir.Equals, lit("-7")), vals(event.IntValue(-7)), true},
		{"bool", f(ir.Equals, lit("True")), vals(event.BoolValue(true)), true},
		{"the code of a meaning", f(ir.Equals, lit("%%2499")), vals(machine), true},
		{"the text of a meaning", f(ir.Equals, lit("machine key.")), vals(machine), true},
		{"not another meaning", f(ir.Equals, lit("user key.")), vals(machine), false},
		{"hex as written", f(ir.Equals, lit("0x3E7")), vals(event.HexText("0x000003e7", 999)), true},
		{"hex in decimal", f(ir.Equals, lit("999")), vals(event.HexText("0x3e7", 999)), true},
		{"hex in decimal among many", f(ir.Equals, lit("1"), lit("2"), lit("3"), lit("4"), lit("999")), vals(event.HexText("0x3e7", 999)), true},
		{"hex in decimal with wildcards", f(ir.Equals, glob("9?9")), vals(event.HexText("0x3e7", 999)), false},
		{"hex padded", f(ir.Equals, lit("0x000003e7")), vals(event.HexText("0x000003e7", 999)), true},
		{"hex in decimal with a sign", f(ir.Equals, lit("-2146893802")), vals(event.HexValue(0x80090016)), true},
		{"hex of 64 bits in decimal with a sign", f(ir.Equals, lit("-9214364837600034816")), vals(event.HexValue(0x8020000000000000)), true},
		{"hex of 33 bits has no sign", f(ir.Equals, lit("-1")), vals(event.HexValue(0x1ffffffff)), false},
		{"the number of a name", f(ir.Equals, lit("2148073494")), vals(event.TextValue("NTE_BAD_KEYSET").WithMeaning(badKeyset)), true},
		{"the number of a name with a sign", f(ir.Equals, lit("-2146893802")), vals(event.TextValue("NTE_BAD_KEYSET").WithMeaning(badKeyset)), true},
		{"another hex", f(ir.Equals, lit("0x3e8")), vals(event.HexValue(999)), false},
		{"no alternatives", f(ir.Equals), texts("a"), false},
	})
}

// A list longer than a few literals is a set; it says the same.
func TestSet(t *testing.T) {
	many := f(ir.Equals, lit("one"), lit("TWO"), lit("three"), lit("four"), lit("five"), lit("six"), lit("two"))
	for value, want := range map[string]int{"one": 0, "two": 1, "SIX ": 5, "seven": -1, "": -1} {
		hit, ok := ask(t, many, texts("zero", value))
		if ok != (want >= 0) || hit.Pattern != want {
			t.Errorf("%q: pattern %d, %v; want %d", value, hit.Pattern, ok, want)
		}
		if ok && hit.Value != 1 {
			t.Errorf("%q: value %d, want 1", value, hit.Value)
		}
	}
}
