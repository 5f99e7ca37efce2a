package plan_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/plan"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

const page = "../../../docs/architecture.md"

// TestWalkthrough: the rule that docs/architecture.md follows becomes in each pass what
// stands there.
func TestWalkthrough(t *testing.T) {
	md, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	followed, passes := block(t, string(md), "```yaml walkthrough"), block(t, string(md), "```text walkthrough")
	beside := "logsource: {product: windows, category: process_creation}\ndetection:\n  sel: {CommandLine|contains: ' -nop '}\n  condition: sel\n"
	var lines []string
	for _, s := range plan.Walk(condition(t, followed), condition(t, beside), taxonomy.Windows().Sources(taxonomy.Logsource{Product: "windows", Category: "process_creation"})[0]) {
		lines = append(lines, fmt.Sprintf("%-10s %s", s.Pass, s.Result))
	}
	if got := strings.Join(lines, "\n") + "\n"; got != passes {
		t.Errorf("%s has\n%s\nthe rule becomes\n%s", page, passes, got)
	}
}

func condition(t *testing.T, yaml string) *rules.Rule {
	t.Helper()
	found, problems := sigma.Format().Parse("r.yml", []byte("title: x\n"+yaml))
	problems = slices.DeleteFunc(problems, func(p *rules.Problem) bool { return p.Level != rules.Error })
	if len(problems) > 0 || len(found) != 1 {
		t.Fatal(problems)
	}
	return found[0]
}

// block returns the lines of the page behind the fence.
func block(t *testing.T, md, fence string) string {
	t.Helper()
	_, md, ok := strings.Cut(md, fence+"\n")
	if !ok {
		t.Fatalf("%s has no block %s", page, fence)
	}
	md, _, _ = strings.Cut(md, "```")
	return md
}
