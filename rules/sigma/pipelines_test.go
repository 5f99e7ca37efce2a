package sigma_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestPipelines: every name.rule of an archive becomes name.txt under the steps
// of name.pipeline, which may be several pipelines. A text without "name:" is
// the transformations of one.
func TestPipelines(t *testing.T) {
	archives, err := filepath.Glob("testdata/pipelines/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal(archives, err)
	}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			var fresh strings.Builder
			for _, f := range archive(string(data)) {
				files[f.name] = f.data
			}
			for _, f := range archive(string(data)) {
				stem, ok := strings.CutSuffix(f.name, ".pipeline")
				if !ok {
					continue
				}
				rule, ok := files[stem+".rule"]
				if !ok {
					rule = "s: {A: a}\ncondition: s\n"
				}
				got := piped(t, rule, f.data)
				if got != files[stem+".txt"] && !*update {
					t.Errorf("%s:\n%s--- got\n%s--- want\n%s", stem, f.data, got, files[stem+".txt"])
				}
				if ok {
					fmt.Fprintf(&fresh, "-- %s.rule --\n%s", stem, rule)
				}
				fmt.Fprintf(&fresh, "-- %s --\n%s-- %s.txt --\n%s", f.name, f.data, stem, got)
			}
			if *update {
				if err := os.WriteFile(name, []byte(fresh.String()), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// piped returns what rules become under pipelines: their problems, what was
// done, attributes and conditions.
func piped(t *testing.T, rule, pipelines string) string {
	t.Helper()
	var ps []*sigma.Pipeline
	for i, text := range strings.Split(pipelines, "---\n") {
		if !strings.HasPrefix(text, "name: ") {
			text = "transformations:\n" + text
		}
		p, err := sigma.ReadPipeline([]string{"p.yml", "q.yml", "r.yml"}[i], []byte(text))
		if err != nil {
			return err.Error() + hints(err) + "\n"
		}
		ps = append(ps, p)
	}
	l := rules.Loader{Formats: []rules.Format{sigma.Format(sigma.WithPipelines(ps...), sigma.WithPlaceholders(map[string][]string{"known": {"k"}}))}}
	set, err := l.Load(context.Background(), fstest.MapFS{"f.yml": {Data: []byte(ruleText(rule))}})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range set.Problems() {
		if !strings.Contains(p.Msg, "standard") {
			fmt.Fprintf(&b, "%s %s: %s\n", p.Level, p.Code, p.Msg)
		}
	}
	show := func(r *rules.Rule) {
		for _, c := range r.Changes {
			fmt.Fprintln(&b, c)
		}
		if r.Fields != nil {
			fmt.Fprintln(&b, "fields", r.Fields)
		}
		if r.Custom != nil {
			fmt.Fprintln(&b, "custom", r.Custom)
		}
		if r.Correlation != nil {
			fmt.Fprintln(&b, r.Correlation)
		}
		if r.Condition != nil {
			b.WriteString(ir.Format(r.Condition))
		}
	}
	for r := range set.All() {
		show(r)
	}
	for r := range set.Correlations() {
		show(r)
	}
	return b.String()
}

// hints returns what the problems of an error advise.
func hints(err error) string {
	s := ""
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if p, ok := e.(*rules.Problem); ok && p.Hint != "" {
				s += "\n\t" + p.Hint
			}
		}
	}
	return s
}
