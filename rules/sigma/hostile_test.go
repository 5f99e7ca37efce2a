package sigma_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules/sigma"
)

// TestLargeButHonest: long lists and many selections are fine.
func TestLargeButHonest(t *testing.T) {
	var list, searches strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&list, "    - 'value %d'\n", i)
		fmt.Fprintf(&searches, "  s%d: {a: %d}\n", i, i)
	}
	for _, s := range []string{
		"  s:\n    a|contains|all:\n" + strings.ReplaceAll(list.String(), "    -", "      -") + "  condition: s\n",
		"  s:\n" + list.String() + "  condition: s\n",
		searches.String() + "  condition: 1 of s* and not 1 of *9\n",
	} {
		if good, problems := testFormat().Parse("f.yml", []byte(header+s)); len(good) != 1 {
			t.Errorf("%.40q: %v", s, problems)
		}
	}
}

// FuzzParse: whatever a file holds, a document becomes a rule with a condition
// or a problem, and every problem stands in the file.
func FuzzParse(f *testing.F) {
	for _, c := range sigma.Checks() {
		f.Add(ruleText(c.Example))
	}
	for _, s := range []string{
		"s:\n  - word\n  - a|contains|all|windash: [' -x', \"/y\"]\n    b|re|i: 'a.*$'\ncondition: 1 of s* and not s",
		"s: &x {a|wide|base64offset|contains: foo, b|cidr: '::1', c|hour|gte: 5}\nt: *x\ncondition: [s, t]",
		"s: {a|expand: '%Workstations%\\%x%', b|fieldref|neq: c, d|exists: false, e: null}\ncondition: >\n  s\n  or s",
	} {
		f.Add(ruleText(s))
	}
	f.Fuzz(func(t *testing.T, src string) {
		good, problems := testFormat().Parse("f.yml", []byte(src))
		for _, r := range good {
			if r.Condition == nil {
				t.Fatal("a rule without a condition")
			}
			checkTree(t, r.Condition)
		}
		lines := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(src), "\n") + 1
		for _, p := range problems {
			if p.Line < 0 || p.Line > lines || p.Line > 0 && p.Col < 1 || p.Code == "" || p.Msg == "" || p.Err == nil {
				t.Fatalf("%+v", p)
			}
		}
	})
}
