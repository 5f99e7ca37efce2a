package pipeline

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestDocumented: the page on pipelines names everything that may stand in one,
// and every transformation
// has a test by its name and a row in docs/sigma-support.md.
func TestDocumented(t *testing.T) {
	page, err := os.ReadFile("../../../../docs/pipelines.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := os.ReadFile("../../../../docs/sigma-support.md")
	if err != nil {
		t.Fatal(err)
	}
	tests, err := os.ReadFile("../../testdata/pipelines/transformations.txtar")
	if err != nil {
		t.Fatal(err)
	}
	conditions, err := os.ReadFile("../../testdata/pipelines/conditions.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Concat(Transformations(), slices.Collect(maps.Keys(foreign)), KnownNames()) {
		if !strings.Contains(string(page), "`"+name+"`") && !strings.HasSuffix(name, "_placeholders") {
			t.Errorf("docs/pipelines.md does not name %s", name)
		}
	}
	for _, name := range Transformations() {
		if !strings.Contains(string(tests), "-- "+name) && !strings.Contains(string(tests), ", "+name) {
			t.Errorf("no test is called %s", name)
		}
		if !strings.Contains(string(rows), "{type: "+name+",") && !strings.Contains(string(rows), "{type: "+name+"}") {
			t.Errorf("docs/sigma-support.md has no row of %s", name)
		}
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(ruleConditions)), slices.Collect(maps.Keys(itemConditions)), slices.Collect(maps.Keys(fieldConditions))) {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/pipelines.md does not name %s", name)
		}
		if !strings.Contains(string(conditions), "-- "+name+".pipeline --") {
			t.Errorf("no test is called %s", name)
		}
	}
}
