package library_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/library"
)

// TestEveryRuleIsDocumented: docs/key-custody.md says what each rule means, but
// for those that only correlations are made of, and what each list is for.
func TestEveryRuleIsDocumented(t *testing.T) {
	src, err := os.ReadFile("../../docs/key-custody.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(src)
	documented := func(r *rules.Rule) {
		t.Helper()
		title, _ := strings.CutSuffix(r.Title, " (Sigma)")
		if !strings.HasPrefix(r.Name, "kc_base_") && !strings.Contains(page, title) {
			t.Errorf("docs/key-custody.md does not say what %q means", r.Title)
		}
	}
	set := load(t, library.WithHunting(), nil)
	for r := range set.All() {
		documented(r)
	}
	for r := range set.Correlations() {
		documented(r)
	}
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		t.Fatal(err)
	}
	for name := range env.Lists {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("docs/key-custody.md does not say what the list %s is for", name)
		}
	}
}
