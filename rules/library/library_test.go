package library_test

import (
	"io/fs"
	"maps"
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/lint"
	"github.com/rulehound/rulehound/rules/ruletest"
	"github.com/rulehound/rulehound/rules/sigma"
)

// loader reads the rules that ship as the command does, with lists in the place
// of theirs.
func loader(t *testing.T, lists map[string][]string) *rules.Loader {
	t.Helper()
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(env.Lists, lists)
	return &rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)),
		exprlang.Format(exprlang.WithLists(env.Lists)),
	}}
}

func load(t *testing.T, files fs.FS, lists map[string][]string) *rules.Set {
	t.Helper()
	set, err := loader(t, lists).Load(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestShippedRules runs the tests that lie beside the rules.
func TestShippedRules(t *testing.T) { ruletest.Test(t, library.WithHunting(), loader(t, nil)) }

// TestShippedRulesAreComplete holds each rule to what the pack promises: it is
// tested, and says what it needs and when it is wrong.
func TestShippedRulesAreComplete(t *testing.T) {
	set := load(t, library.WithHunting(), nil)
	for _, p := range append(set.Problems(), lint.Check(set)...) {
		t.Error(p)
	}
	for r := range set.All() {
		if r.Definition == "" {
			t.Errorf("%s: %s: logsource.definition must say what has to be audited", r.File, r.Title)
		}
		complete(t, r)
	}
	for r := range set.Correlations() {
		complete(t, r)
	}
	report, err := ruletest.Run(t.Context(), library.WithHunting(), set, ruletest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Untested {
		t.Errorf("%s: no test lies beside it", r.File)
	}
}

func complete(t *testing.T, r *rules.Rule) {
	t.Helper()
	for what, missing := range map[string]bool{
		"id": r.ID == "", "name": r.Name == "", "level": r.Level == "", "description": r.Description == "", "references": len(r.References) == 0,
		"tags": len(r.Tags) == 0, "falsepositives": len(r.FalsePositives) == 0, "date": r.Date == "", "license": r.License != "Apache-2.0",
	} {
		if missing {
			t.Errorf("%s: %s: %s must be given", r.File, r.Title, what)
		}
	}
}

// TestEmptyLists: a list without values makes no rule be refused.
func TestEmptyLists(t *testing.T) {
	none := map[string][]string{}
	for _, name := range []string{"ca_key_names", "ca_hosts", "pki_admins", "ca_backup_operators", "key_recovery_agents",
		"adfs_hosts", "adfs_service_accounts", "adfs_farm_addresses", "managed_service_accounts", "privileged_accounts"} {
		none[name] = nil
	}
	if err := load(t, library.WithHunting(), none).Err(); err != nil {
		t.Error(err)
	}
}

// TestHuntingIsOptional: what is for hunting does not run by default, and no
// rule that does needs one of them.
func TestHuntingIsOptional(t *testing.T) {
	shipped, all := load(t, library.FS(), nil), load(t, library.WithHunting(), nil)
	if err := shipped.Err(); err != nil {
		t.Error(err)
	}
	if shipped.Len() >= all.Len() {
		t.Errorf("%d rules run by default, %d with those for hunting", shipped.Len(), all.Len())
	}
}
