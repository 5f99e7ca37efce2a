package sigma_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestChecks: the example of every check has what the check is about, at its
// level, and nothing else.
func TestChecks(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range sigma.Checks() {
		if seen[c.Code] || !regexp.MustCompile(`^sigma(-[a-z0-9]+)+$`).MatchString(c.Code) || c.Summary == "" {
			t.Errorf("%+v", c)
		}
		seen[c.Code] = true
		format := sigma.Format(sigma.WithTaxonomy(taxonomy.Windows()))
		good, problems := format.Parse("f.yml", []byte(ruleText(c.Example)))
		if len(problems) != 1 || problems[0].Code != c.Code || problems[0].Level != c.Level || problems[0].Err == nil {
			t.Errorf("%s: %v", c.Code, problems)
		}
		if refused := c.Level == rules.Error; refused == (len(good) > 0) {
			t.Errorf("%s: %d rules", c.Code, len(good))
		}
	}
}

func TestSentinels(t *testing.T) {
	tests := []struct {
		detection string
		want      error
	}{
		{"s: {a|expand: '%nosuch%'}\ncondition: s", rules.ErrPlaceholder},
		{"s: {a: 1}\ncondition: s | count() > 5", rules.ErrUnsupported},
		{"s: {a|re: '(?=a)'}\ncondition: s", rules.ErrUnsupported},
		{"s: {a|nope: 1}\ncondition: s", rules.ErrInvalid},
		{"s: {a: 1}\ncondition: s and", rules.ErrSyntax},
		{"title: x\ncorrelation: {}", rules.ErrUnsupported},
		{"title: [", rules.ErrSyntax},
	}
	for _, tt := range tests {
		_, problems := testFormat().Parse("f.yml", []byte(ruleText(tt.detection)))
		if len(problems) != 1 || !errors.Is(problems[0], tt.want) {
			t.Errorf("%s: %v", tt.detection, problems)
		}
	}
}

func TestProblemText(t *testing.T) {
	src := strings.Replace(ruleText("selection:\n  Operation|contain: '%%2464'\ncondition: selection"), "\n", "\nid: 6f1c2a00-0000-4000-8000-000000000000\n", 1)
	_, problems := testFormat().Parse("key_export.yml", []byte(src))
	const want = `key_export.yml:6:15: unknown modifier "contain", did you mean "contains"? [sigma-modifier] (rule 6f1c2a00-0000-4000-8000-000000000000)`
	if len(problems) != 1 || problems[0].Error() != want {
		t.Errorf("got  %v\nwant %s", problems, want)
	}
}

func TestClaims(t *testing.T) {
	tests := []struct {
		file, src string
		want      bool
	}{
		{"a.yml", "detection: {}", true},
		{"a.YAML", "logsource: {}", true},
		{"a.yml", "\xff\xfed\x00", true},
		{"a.yml", "jobs: [build]", false},
		{"a.json", "detection: {}", false},
	}
	for _, tt := range tests {
		if got := sigma.Format().Claims(tt.file, []byte(tt.src)); got != tt.want {
			t.Errorf("%s %q: %v", tt.file, tt.src, got)
		}
	}
}
