package match_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestContains(t *testing.T) {
	runTable(t, []row{
		{"match", f(ir.Contains, lit("bc")), texts("abcd"), true},
		{"whole", f(ir.Contains, lit("abcd")), texts("abcd"), true},
		{"near miss", f(ir.Contains, lit("bd")), texts("abcd"), false},
		{"absent", f(ir.Contains, lit("a")), nil, false},
		{"empty value", f(ir.Contains, lit("a")), texts(""), false},
		{"null", f(ir.Contains, lit("a")), vals(null), false},
		{"case", f(ir.Contains, lit("BC")), texts("aBcd"), true},
		{"cased", cased(f(ir.Contains, lit("BC"))), texts("aBcd"), false},
		{"case beyond ASCII", f(ir.Contains, lit("ÄRGER")), texts("viel ärger hier"), true},
		{"number", f(ir.Contains, whole("62", 62, false)), vals(event.UintValue(4624)), true},
		{"several values", f(ir.Contains, lit("x")), texts("a", "bxb"), true},
		{"never across values", f(ir.Contains, lit("ab")), texts("a", "b"), false},
		{"empty text is in any", f(ir.Contains, lit("")), texts(""), true},
		{"empty text is in no null", f(ir.Contains, lit("")), vals(null), false},
		{"trailing blanks count", f(ir.Contains, lit("b ")), texts("ab"), false},
		{"wildcard inside", f(ir.Contains, glob("b*d")), texts("abccde"), true},
		{"wildcard inside, wrong order", f(ir.Contains, glob("d*b")), texts("abccde"), false},
		{"one character", f(ir.Contains, glob("b?d")), texts("xbädx"), true},
		{"literal wildcard", f(ir.Contains, lit("b*d")), texts("abccde"), false},
		{"the text of a meaning", f(ir.Contains, lit("chine k")), vals(machine), true},
		{"not the decimal of hex", f(ir.Contains, lit("99")), vals(event.HexValue(999)), false},
		{"hex that a reader made decimal", f(ir.Contains, lit("99")), vals(event.HexText("999", 999)), true},
		{"made hex", f(ir.Contains, lit("3e")), vals(event.HexText("999", 999)), true},
	})
}

func TestStartsWith(t *testing.T) {
	runTable(t, []row{
		{"match", f(ir.StartsWith, lit("ab")), texts("abc"), true},
		{"near miss", f(ir.StartsWith, lit("b")), texts("abc"), false},
		{"longer than the value", f(ir.StartsWith, lit("abcd")), texts("abc"), false},
		{"absent", f(ir.StartsWith, lit("a")), nil, false},
		{"null", f(ir.StartsWith, lit("")), vals(null), false},
		{"empty", f(ir.StartsWith, lit("")), texts(""), true},
		{"case", f(ir.StartsWith, lit("AB")), texts("abc"), true},
		{"cased", cased(f(ir.StartsWith, lit("AB"))), texts("abc"), false},
		{"number", f(ir.StartsWith, lit("46")), vals(event.UintValue(4624)), true},
		{"several values", f(ir.StartsWith, lit("b")), texts("a", "b"), true},
		{"wildcard", f(ir.StartsWith, glob("a*c")), texts("abbcd"), true},
		{"wildcard is anchored", f(ir.StartsWith, glob("b*c")), texts("abbcd"), false},
		{"one character", f(ir.StartsWith, glob("?b")), texts("abc"), true},
		{"escaped wildcard", f(ir.StartsWith, lit("*a")), texts("*ab"), true},
		{"a meaning", f(ir.StartsWith, lit("machine")), vals(machine), true},
	})
}

func TestEndsWith(t *testing.T) {
	runTable(t, []row{
		{"match", f(ir.EndsWith, lit(`\cmd.exe`)), texts(`C:\Windows\cmd.EXE`), true},
		{"near miss", f(ir.EndsWith, lit(`\cmd.exe`)), texts(`C:\Windows\xcmd.exe`), false},
		{"not at the end", f(ir.EndsWith, lit("a")), texts("ab"), false},
		{"absent", f(ir.EndsWith, lit("a")), nil, false},
		{"null", f(ir.EndsWith, lit("")), vals(null), false},
		{"empty", f(ir.EndsWith, lit("")), texts(""), true},
		{"cased", cased(f(ir.EndsWith, lit("EXE"))), texts("a.exe"), false},
		{"number", f(ir.EndsWith, lit("24")), vals(event.UintValue(4624)), true},
		{"several values", f(ir.EndsWith, lit("b")), texts("ab", "a"), true},
		{"trailing blanks count", f(ir.EndsWith, lit("b")), texts("ab "), false},
		{"wildcard", f(ir.EndsWith, glob("b*d")), texts("abcd"), true},
		{"wildcard is anchored", f(ir.EndsWith, glob("b*d")), texts("abcde"), false},
		{"a meaning", f(ir.EndsWith, lit("key.")), vals(machine), true},
	})
}
