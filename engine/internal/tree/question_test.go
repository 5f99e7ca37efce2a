package tree_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine/internal/tree"
	"github.com/rulehound/rulehound/engine/internal/view"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestQuestionsAreShared binds conditions to two sources of which the second calls
// the first one's fields otherwise, and says one value in another word.
func TestQuestionsAreShared(t *testing.T) {
	names, questions := &view.Names{}, tree.NewQuestions()
	first := tree.NewBinder(names, nil, questions)
	second := tree.NewBinder(names, map[string]taxonomy.Mapping{
		"image": {Names: []string{"NewProcessName"}},
		"level": {Values: map[string]string{"high": "S-1-16-12288"}},
	}, questions)
	cased, ref := has("Image", "x"), &ir.Field{Name: "Image", Ref: "Image"}
	cased.Cased = true
	for _, c := range []struct {
		name       string
		one, other *ir.Field
		same       bool
	}{
		{"the same rule", a, a, true},
		{"another name", is("Image", "x"), is("Image", "x"), true},
		{"another field", is("Image", "x"), is("User", "x"), true},
		{"another value", is("Image", "x"), is("Image", "y"), false},
		{"more values", is("Image", "x"), is("Image", "x", "y"), false},
		{"another operator", is("Image", "x"), has("Image", "x"), false},
		{"with case", has("Image", "x"), cased, false},
		{"a word of the source", is("Level", "high"), is("Level", "high"), false},
		{"what the source says", is("Level", "S-1-16-12288"), is("Level", "high"), true},
		{"a reference to another slot", ref, ref, false},
	} {
		one, err := first.Bind(c.one)
		if err != nil {
			t.Fatal(err)
		}
		other, err := second.Bind(c.other)
		if err != nil {
			t.Fatal(err)
		}
		if got := one.Test.Question == other.Test.Question; got != c.same {
			t.Errorf("%s: the same question %v, want %v", c.name, got, c.same)
		}
		if again, _ := first.Bind(c.one); again.Test != one.Test {
			t.Errorf("%s: another test when it is bound again", c.name)
		}
	}
}
