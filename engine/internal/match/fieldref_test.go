package match_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestFieldRef(t *testing.T) {
	ref := func(op ir.Op) *ir.Field { return &ir.Field{Name: "F", Op: op, Ref: "G"} } // G is "Gee" and "999"
	runTable(t, []row{
		{"match", ref(ir.Equals), texts("GEE"), true},
		{"near miss", ref(ir.Equals), texts("Geek"), false},
		{"its other value", ref(ir.Equals), texts("999"), true},
		{"hex in decimal", ref(ir.Equals), vals(event.HexValue(999)), true},
		{"part of hex in decimal", ref(ir.StartsWith), vals(event.HexValue(9991)), false},
		{"trailing blanks", ref(ir.Equals), texts("gee "), true},
		{"cased", cased(ref(ir.Equals)), texts("GEE"), false},
		{"absent", ref(ir.Equals), nil, false},
		{"null", ref(ir.Equals), vals(null), false},
		{"empty", ref(ir.Equals), texts(""), false},
		{"several values", ref(ir.Equals), texts("x", "gee"), true},
		{"contains", ref(ir.Contains), texts("a geek"), true},
		{"startswith", ref(ir.StartsWith), texts("geek"), true},
		{"startswith, no", ref(ir.StartsWith), texts("a gee"), false},
		{"endswith", ref(ir.EndsWith), texts("a gee"), true},
		{"endswith, no", ref(ir.EndsWith), texts("geek"), false},
	})
}
