package lint_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/lint"
)

// good returns a rule that no check finds anything wrong with.
func good(id, file string) *rules.Rule {
	return &rules.Rule{
		ID: id, Title: "t", Level: "high", Status: "test", Kind: rules.KindExpr, File: file, Line: 1,
		Logsource: taxonomy.Logsource{Product: "windows", Service: "security"},
		Condition: &ir.Field{Name: "EventID", Op: ir.Exists},
	}
}

const (
	one = "11111111-2222-4333-8444-aaaaaaaaaaaa"
	two = "22222222-2222-4333-8444-aaaaaaaaaaaa"
)

func TestDuplicateID(t *testing.T) {
	upper := good(strings.ToUpper(one), "b.yml")
	upper.Line = 3
	got := lint.Check(rules.NewSet([]*rules.Rule{good(one, "a.yml"), upper, good(two, "c.yml")}, nil))
	if len(got) != 1 || !errors.Is(got[0], rules.ErrDuplicateID) || got[0].File != "b.yml" || got[0].Line != 3 || got[0].Level != rules.Error {
		t.Errorf("%v", got)
	}
}

func TestWarnings(t *testing.T) {
	sigma := func(r *rules.Rule) { r.Kind = rules.KindSigma }
	field := func(name string) func(*rules.Rule) {
		return func(r *rules.Rule) {
			sigma(r)
			f := &ir.Field{Meta: ir.Meta{Line: 7, Col: 5}, Name: name, Op: ir.Exists}
			r.Condition = &ir.And{Kids: []ir.Node{f, &ir.Not{Kid: &ir.Field{Name: name, Op: ir.Null}}}}
		}
	}
	tests := []struct {
		name   string
		change func(*rules.Rule)
		want   string
	}{
		{"good", func(*rules.Rule) {}, ""},
		{"no id", func(r *rules.Rule) { r.ID = "" }, "a.yml:1:1: the rule has no id: nothing can refer to it, give it a UUID [rule-id]"},
		{"odd id", func(r *rules.Rule) { r.ID = "x" }, `a.yml:1:1: the id "x" is no UUID [rule-id] (rule x)`},
		{"no level", func(r *rules.Rule) { r.Level = "" }, "a.yml:1:1: the rule has no level, there are informational, low, medium, high, critical [rule-level] (rule " + one + ")"},
		{"odd level", func(r *rules.Rule) { r.Level = "hihg" }, `a.yml:1:1: unknown level "hihg", did you mean high? [rule-level] (rule ` + one + ")"},
		{"odd status", func(r *rules.Rule) { r.Status = "testing" }, `a.yml:1:1: unknown status "testing", did you mean test? [rule-status] (rule ` + one + ")"},
		{"no title", func(r *rules.Rule) { r.Title = "" }, "a.yml:1:1: the rule has no title [rule-title] (rule " + one + ")"},
		{"the Sigma format warns itself", func(r *rules.Rule) { r.Title, r.Level, r.Kind = "", "x", rules.KindSigma }, ""},
		{"known field", field("commandline"), ""},
		{"misspelt field", field("ComandLine"), `a.yml:7:5: no event is known to have a field "ComandLine", did you mean CommandLine? [unknown-field] (rule ` + one + ")"},
		{"own field", field("Xyzzyx"), `a.yml:7:5: no event is known to have a field "Xyzzyx", name it under fields in detect.yml if events have it [unknown-field] (rule ` + one + ")"},
		{"field of another log source", func(r *rules.Rule) { field("Xyzzyx")(r); r.Logsource = taxonomy.Logsource{Product: "linux"} }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := good(one, "a.yml")
			tt.change(r)
			var got []string
			for _, p := range lint.Check(rules.NewSet([]*rules.Rule{r}, nil)) {
				if p.Level != rules.Warning {
					t.Errorf("%v is no warning", p)
				}
				got = append(got, p.Error())
			}
			if s := strings.Join(got, "\n"); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

func TestWithTaxonomy(t *testing.T) {
	table, err := taxonomy.Windows().With(taxonomy.Extra{Fields: []string{"Xyzzyx"}})
	if err != nil {
		t.Fatal(err)
	}
	r := good(one, "a.yml")
	r.Kind, r.Condition = rules.KindSigma, &ir.Field{Name: "Xyzzyx", Op: ir.Exists}
	if got := lint.Check(rules.NewSet([]*rules.Rule{r}, nil), lint.WithTaxonomy(table)); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

// What a filter misspells stands in the filter's file, whatever it narrows.
func TestUnknownFieldOfAFilter(t *testing.T) {
	filter, rule := good(two, "filter.yml"), good(one, "a.yml")
	filter.Kind, filter.Filter = rules.KindFilter, &rules.Filter{Any: true}
	filter.Condition = &ir.Field{Meta: ir.Meta{Line: 6, Col: 3}, Name: "Xyzzyx", Op: ir.Exists}
	rule.Kind = rules.KindSigma
	got := lint.Check(rules.NewSet([]*rules.Rule{rule, filter}, nil))
	if len(got) != 1 || got[0].File != "filter.yml" || got[0].Line != 6 || got[0].RuleID != two {
		t.Errorf("%v", got)
	}
}
