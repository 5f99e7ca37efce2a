package engine_test

import (
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestDescribeNever holds what a description says of a Security 4688, which has
// neither OriginalFileName nor Hashes, to what the engine does.
func TestDescribeNever(t *testing.T) {
	lacking, has := field("OriginalFileName", ir.Equals, "x.exe"), field("Image", ir.EndsWith, "x.exe")
	for name, tt := range map[string]struct {
		condition ir.Node
		never     bool
	}{
		"needed":       {and(has, lacking), true},
		"one of two":   {or(has, lacking), false},
		"excluded":     {and(has, not(lacking)), false},
		"all excluded": {not(or(lacking, field("Hashes", ir.Null))), true},
		"null":         {field("Hashes", ir.Null), false},
		"compared":     {&ir.Field{Name: "Image", Op: ir.Equals, Ref: "OriginalFileName"}, true},
		"two of three": {&ir.AtLeast{N: 2, Kids: []ir.Node{has, lacking, field("Hashes", ir.Equals, "y")}}, true},
		"one of three": {&ir.AtLeast{N: 1, Kids: []ir.Node{has, lacking, field("Hashes", ir.Equals, "y")}}, false},
	} {
		e := compile(t, rule("r", processCreation, tt.condition))
		d, err := e.Describe("r")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range d.Sees {
			if want := tt.never && s.Source == "Security 4688"; s.Never != want {
				t.Errorf("%s: on %s never is %v", name, s.Source, s.Never)
			}
		}
		for _, ev := range []*event.Event{security4688(data("NewProcessName", `C:\x.exe`)), security4688()} {
			if alerts, _ := e.Match(nil, ev); tt.never && len(alerts) > 0 {
				t.Errorf("%s: there is an alert", name)
			}
		}
	}
}

func TestDescribeSkipped(t *testing.T) {
	e, err := engine.New(set(rule("r", processCreation, not(field("Hashes", ir.Equals, "x")))), engine.WithUnprovidable(engine.SkipUnprovidable))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range e.DescribeAll()[0].Sees {
		if s.Skipped != (s.Source == "Security 4688") {
			t.Errorf("%s: skipped is %v", s.Source, s.Skipped)
		}
	}
	if _, err := e.Describe("other"); err == nil {
		t.Error("there is another rule")
	}
}
