package sigma_test

import (
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestEmptyPlaceholder: a list that is empty matches nothing, and says so; a rule
// with another that is not known is refused.
func TestEmptyPlaceholder(t *testing.T) {
	format := sigma.Format(sigma.WithPlaceholders(map[string][]string{"nobody": {}}))
	good, problems := format.Parse("f.yml", []byte(ruleText("s: {User|expand: '%nobody%'}\nt: {User|expand: ['%nobody%', eve]}\ncondition: s or t")))
	if len(good) != 1 || len(problems) != 2 {
		t.Fatalf("%d rules, problems %v", len(good), problems)
	}
	for _, p := range problems {
		if p.Code != "sigma-placeholder-empty" || p.Level != rules.Warning {
			t.Errorf("%v", p)
		}
	}
	const want = "or\n  s: or\n  t: User equals 'eve'\n"
	if got := ir.Format(good[0].Condition); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
