package match_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

func TestExists(t *testing.T) {
	runTable(t, []row{
		{"present", f(ir.Exists), texts("a"), true},
		{"absent", f(ir.Exists), nil, false},
		{"empty", f(ir.Exists), texts(""), true},
		{"null", f(ir.Exists), vals(null), true},
	})
}

func TestNull(t *testing.T) {
	runTable(t, []row{
		{"absent", f(ir.Null), nil, true},
		{"null", f(ir.Null), vals(null), true},
		{"empty", f(ir.Null), texts(""), false},
		{"the word", f(ir.Null), texts("null"), false},
		{"present", f(ir.Null), texts("a"), false},
		{"null among values", f(ir.Null), vals(event.TextValue("a"), null), true},
	})
}
