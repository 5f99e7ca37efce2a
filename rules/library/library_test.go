package library_test

import (
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/lint"
	"github.com/rulehound/rulehound/rules/ruletest"
	"github.com/rulehound/rulehound/rules/sigma"
)

// loader reads the rules that ship as the command does.
func loader(t *testing.T) *rules.Loader {
	t.Helper()
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		t.Fatal(err)
	}
	return &rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)),
		exprlang.Format(exprlang.WithLists(env.Lists)),
	}}
}

// TestShippedRules runs the tests that lie beside the rules.
func TestShippedRules(t *testing.T) { ruletest.Test(t, library.FS(), loader(t)) }

// TestShippedRulesAreComplete holds each rule to what the pack promises: it is
// tested, and says what it needs and when it is wrong.
func TestShippedRulesAreComplete(t *testing.T) {
	set, err := loader(t).Load(t.Context(), library.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(set.Problems(), lint.Check(set)...) {
		t.Error(p)
	}
	for r := range set.All() {
		if len(r.FalsePositives) == 0 || len(r.Tags) == 0 || r.Definition == "" || r.License != "Apache-2.0" {
			t.Errorf("%s: false positives, tags, logsource.definition and the licence must be given", r.File)
		}
	}
	report, err := ruletest.Run(t.Context(), library.FS(), set, ruletest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Untested {
		t.Errorf("%s: no test lies beside it", r.File)
	}
}
