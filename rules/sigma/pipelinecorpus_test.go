package sigma_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

// identity names fields what they are called, and replaces texts by themselves:
// the rules go all the way through a pipeline and come out as they were.
const identity = `
name: identity
transformations:
- {type: set_state, key: a, val: b}
- {id: names, type: field_name_mapping, mapping: {Image: Image, CommandLine: CommandLine, EventID: EventID, TargetFilename: TargetFilename, Hashes: Hashes}}
- {type: field_name_prefix_mapping, mapping: {Parent: Parent, Target: Target}}
- {type: replace_string, regex: '(\\)', replacement: '\1'}
- {type: replace_string, regex: 'e', replacement: 'e', skip_special: true}
- {type: add_field, field: added}
- {type: remove_field, field: added}
- {type: nest, items: [{type: convert_type, target_type: str, rule_cond_not: true, rule_conditions: [{type: is_sigma_rule}]}]}
`

// converted reads the corpus under pipelines.
func converted(t *testing.T, texts ...string) (map[string]*rules.Rule, []*rules.Problem) {
	t.Helper()
	var ps []*sigma.Pipeline
	for _, text := range texts {
		p, err := sigma.ReadPipeline("p.yml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	format := sigma.Format(sigma.WithPipelines(ps...))
	found := map[string]*rules.Rule{}
	var all []*rules.Problem
	for _, f := range corpus(t, ".") {
		good, problems := format.Parse(f.name, f.src)
		for _, r := range good {
			found[r.File+r.ID+r.Title] = r
		}
		for _, p := range problems {
			if p.Level == rules.Error {
				all = append(all, p)
			}
		}
	}
	return found, all
}

// TestIdentityPipeline: a pipeline that changes nothing changes no rule, and
// refuses none.
func TestIdentityPipeline(t *testing.T) {
	plain, refused := converted(t)
	piped, problems := converted(t, identity)
	if len(problems) != len(refused) || len(piped) != len(plain) {
		t.Errorf("%d rules, %d problems; without a pipeline %d, %d", len(piped), len(problems), len(plain), len(refused))
	}
	for key, r := range plain {
		switch p := piped[key]; {
		case p == nil:
			t.Errorf("%s is refused", key)
		case ir.Format(p.Condition) != ir.Format(r.Condition):
			t.Errorf("%s\n%s\nwas\n%s", key, ir.Format(p.Condition), ir.Format(r.Condition))
		}
	}
}

// TestRealisticPipelines: pipelines as people write them change the corpus, and
// refuse only what they say, or what is refused without them.
func TestRealisticPipelines(t *testing.T) {
	_, refused := converted(t)
	data, err := os.ReadFile("testdata/pipelines/realistic.yml")
	if err != nil {
		t.Fatal(err)
	}
	known, _ := sigma.KnownPipeline("ecs_windows")
	if len(known) != 2 {
		t.Fatal(known)
	}
	for _, text := range strings.Split(string(data), "\n---\n") {
		name, _, _ := strings.Cut(text, "\n")
		t.Run(name, func(t *testing.T) {
			good, problems := converted(t, text)
			changed := 0
			for _, r := range good {
				if len(r.Changes) > 0 {
					changed++
				}
				checkTree(t, r.Condition)
			}
			causes := map[string]int{}
			for _, p := range problems {
				cause := p.Code
				if cause == "sigma-pipeline" {
					cause = p.Msg
				}
				causes[cause]++
			}
			for cause, n := range causes {
				if strings.HasPrefix(cause, "sigma") && n > len(refused) || !strings.HasPrefix(cause, "sigma") && !strings.Contains(cause, "_failure: ") && !strings.Contains(cause, "has no hash of") && !strings.Contains(cause, "leave nothing") {
					t.Errorf("%d refused: %s", n, cause)
				}
			}
			t.Logf("%d rules, %d changed, refused: %v", len(good), changed, causes)
			if changed < 1000 {
				t.Errorf("only %d rules changed", changed)
			}
		})
	}
}
