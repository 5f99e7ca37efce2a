package engine_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestNewRefuses: a condition without sense is told before the first event.
func TestNewRefuses(t *testing.T) {
	var all []*rules.Rule
	for _, f := range []*ir.Field{
		{Name: "A", Values: []ir.Value{{Text: "x"}}},
		{Name: "A", Op: ir.Less, Values: []ir.Value{{Text: "many"}}, Meta: ir.Meta{Line: 7}},
	} {
		all = append(all, &rules.Rule{ID: "r", File: "x.yml", Logsource: taxonomy.Logsource{Product: "windows"}, Condition: f})
	}
	if _, err := engine.New(rules.NewSet(all[:1], nil)); err != nil {
		t.Error(err)
	}
	_, err := engine.New(rules.NewSet(all, nil))
	if err == nil || !strings.Contains(err.Error(), `x.yml: rule r: line 7: lt wants a number, not "many"`) {
		t.Errorf("got %v", err)
	}
}
