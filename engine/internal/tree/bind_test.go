package tree_test

import (
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

func TestBindTranslates(t *testing.T) {
	names := &view.Names{}
	b := tree.NewBinder(names, map[string]taxonomy.Mapping{"level": {Names: []string{"Label"}, Values: map[string]string{"high": "S-1-16-12288"}}}, tree.NewQuestions())
	n, err := b.Bind(is("Level", "High", "Other"))
	if err != nil {
		t.Fatal(err)
	}
	if n.Test.Slot != names.Slot("label") {
		t.Error("it asks another field")
	}
	var texts []string
	for _, v := range n.Test.Field.Values {
		text, _ := v.Glob.Literal()
		texts = append(texts, text)
	}
	if !slices.Equal(texts, []string{"S-1-16-12288", "Other"}) {
		t.Errorf("values %q", texts)
	}
	again, _ := b.Bind(is("LEVEL", "High", "Other"))
	if again.Test != n.Test {
		t.Error("the same condition is another test")
	}
}
