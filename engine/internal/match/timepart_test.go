package match_test

import (
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine/internal/match"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

func part(p ir.Part, op ir.Op, n uint64) *ir.Field {
	c := f(op, whole("", n, false))
	c.Part = p
	return c
}

func TestTimeParts(t *testing.T) {
	instant := vals(event.TimeValue(time.Date(2024, 12, 30, 23, 5, 6, 700, time.UTC)))
	sysmon := texts("2024-12-30 23:05:06.123")
	runTable(t, []row{
		{"minute", part(ir.Minute, ir.Equals, 5), instant, true},
		{"hour", part(ir.Hour, ir.Equals, 23), instant, true},
		{"day", part(ir.Day, ir.Equals, 30), instant, true},
		{"month", part(ir.Month, ir.Equals, 12), instant, true},
		{"year", part(ir.Year, ir.Equals, 2024), instant, true},
		{"week of the next year", part(ir.Week, ir.Equals, 1), instant, true},
		{"near miss", part(ir.Hour, ir.Equals, 22), instant, false},
		{"comparison", part(ir.Hour, ir.GreaterOrEqual, 22), instant, true},
		{"comparison, no", part(ir.Hour, ir.Less, 22), instant, false},
		{"text with a blank", part(ir.Hour, ir.Equals, 23), sysmon, true},
		{"no zone is converted", part(ir.Hour, ir.Equals, 1), texts("2024-12-30T01:00:00+02:00"), true},
		{"date alone", part(ir.Day, ir.Equals, 30), texts("2024-12-30"), true},
		{"a date has no hour", part(ir.Hour, ir.Equals, 0), texts("2024-12-30"), false},
		{"no such day", part(ir.Day, ir.Equals, 30), texts("2024-02-30"), false},
		{"no such hour", part(ir.Hour, ir.Equals, 24), texts("2024-12-30T24:00:00Z"), false},
		{"absent", part(ir.Year, ir.Equals, 0), nil, false},
		{"null", part(ir.Year, ir.Equals, 0), vals(null), false},
		{"empty", part(ir.Year, ir.Equals, 0), texts(""), false},
		{"number", part(ir.Year, ir.Equals, 2024), vals(event.UintValue(20241230)), false},
		{"several values", part(ir.Year, ir.Equals, 2024), texts("x", "2024-01-01"), true},
	})
}

func TestSenselessConditions(t *testing.T) {
	byText := part(ir.Hour, ir.Contains, 1)
	notNumber := f(ir.Less, lit("x"))
	ref := &ir.Field{Name: "F", Op: ir.Less, Ref: "G"}
	for _, c := range []*ir.Field{byText, notNumber, ref, f(ir.Equals, ir.Value{Kind: 99})} {
		if _, err := match.New(c, 0); err == nil {
			t.Errorf("%s on %v should be refused", c.Op, c.Values)
		}
	}
}
