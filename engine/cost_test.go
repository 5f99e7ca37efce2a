package engine_test

import (
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestCosts: measuring changes no answer, and counts who was asked.
func TestCosts(t *testing.T) {
	clock := time.Duration(0)
	tick := func() time.Duration { clock++; return clock }
	set := rules.NewSet([]*rules.Rule{
		rule("index", processCreation, field("Image", ir.EndsWith, `\powershell.exe`)),
		rule("asks", processCreation, and(field("Image", ir.EndsWith, `\powershell.exe`), not(field("CommandLine", ir.Contains, "-e")))),
		rule("refused", processCreation, field("Image", ir.EndsWith, `\other.exe`)),
	}, nil)
	measured, err := engine.New(set, engine.WithClock(tick))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	w, ev := measured.Worker(), aProcess("powershell /x")
	for range 2 {
		got, err := w.Match(nil, ev)
		if want, _ := plain.Match(nil, ev); err != nil || len(got) != 2 || len(want) != 2 {
			t.Fatalf("%d alerts, %d without a clock, %v", len(got), len(want), err)
		}
	}
	var c engine.Costs
	c.Merge(w.Costs())
	c.Merge(w.Costs())
	for i, want := range []engine.RuleCost{
		{Candidates: 4, Evaluations: 0, Time: 4, Hits: 4},
		{Candidates: 4, Evaluations: 4, Time: 4, Hits: 4},
		{},
	} {
		got := c.Rules[i]
		got.Rule = nil
		if got != want {
			t.Errorf("rule %d cost %+v, want %+v", i, got, want)
		}
	}
	if c.Shared != 4 {
		t.Errorf("the index took %d", c.Shared)
	}
	if plain.Worker().Costs() != nil {
		t.Error("costs without a clock")
	}
	if _, err := engine.New(set, engine.WithClock(nil)); err == nil {
		t.Error("no clock is no clock")
	}
}
