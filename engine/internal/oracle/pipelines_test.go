package oracle_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// TestPipelineTable: every row on pipelines of docs/sigma-support.md is true of
// the engine.
func TestPipelineTable(t *testing.T) {
	rows := supportRows(t, "pipeline")
	for _, row := range rows {
		set := piped(t, row[0], row[1])
		if err := set.Err(); err != nil {
			t.Errorf("%s: %v", row[0], err)
			continue
		}
		for i, want := range []bool{true, false} {
			ev := shownEvent(t, code(row[2+i]))
			if got := len(match(t, compile(t, set), ev)) > 0; got != want {
				t.Errorf("%s: %s on %s: the engine says %t", row[0], row[1], row[2+i], got)
			}
		}
	}
	refusing := supportRows(t, "refusing pipeline")
	for _, row := range refusing {
		if err := piped(t, row[0], row[1]).Err(); err != nil {
			t.Errorf("%s: %v", row[0], err)
		}
		if got := codes(piped(t, row[0], row[2]), rules.Error); !slices.Equal(got, []string{"sigma-pipeline"}) {
			t.Errorf("%s refuses %s for %q", row[0], row[2], got)
		}
	}
	if len(rows) < 20 || len(refusing) < 3 {
		t.Errorf("only %d and %d rows", len(rows), len(refusing))
	}
}

// piped loads a row's rule through a row's pipeline.
func piped(t *testing.T, steps, rule string) *rules.Set {
	t.Helper()
	text := code(steps)
	if text[0] == '{' {
		text = "[" + text + "]"
	}
	p, err := sigma.ReadPipeline("row", []byte("name: row\nvars: {Administrators: [adm1, svc_*]}\ntransformations: "+text+"\n"))
	if err != nil {
		t.Fatalf("%s: %v", steps, err)
	}
	return load(t, fstest.MapFS{"row.yml": {Data: []byte(ruleOf(t, rule))}}, sigma.WithPipelines(p))
}
