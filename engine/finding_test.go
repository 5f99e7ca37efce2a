package engine_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestMatchAgain: the alerts of an event of which it is known what was found are, to the
// byte, those of its naive twin, which matches it.
func TestMatchAgain(t *testing.T) {
	w, alerts := publishedEngine(t).Worker(), 0
	findings := map[engine.Finding]bool{}
	for _, l := range lanes[:3] {
		evs := l.events(t)
		for _, ev := range evs[:min(len(evs), 300)] {
			want, err := w.MatchPart(nil, ev, true, func() *event.Event { return ev })
			f := w.Finding()
			if (f == engine.Nothing) != (len(want) == 0) || err != nil {
				t.Fatalf("finding %d of %d alerts, %v", f, len(want), err)
			}
			if f == engine.Nothing || f == engine.Unsure {
				continue
			}
			wanted, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			w.MatchPart(nil, evs[0], true, func() *event.Event { return evs[0] })
			got, err := w.MatchAgain(nil, f, ev)
			if told, _ := json.Marshal(got); string(told) != string(wanted) || err != nil {
				t.Fatalf("%s, %v\nwant\n%s", told, err, wanted)
			}
			alerts += len(got)
			findings[f] = true
		}
	}
	if alerts < 100 || len(findings) < 10 {
		t.Errorf("only %d alerts, %d findings", alerts, len(findings))
	}
}

// TestFinding: the same rules are the same Finding, and none is relied on where a rule fails.
func TestFinding(t *testing.T) {
	broken := &ir.Leaf{Fields: []string{"Fails"}, Eval: func(l ir.Lookup) (bool, error) {
		if len(l.Field("Fails")) > 0 {
			return false, errors.New("broken")
		}
		return false, nil
	}}
	e := compile(t,
		rule("a", anyWindows, field("Image", ir.Contains, "a")), rule("b", processCreation, field("Image", ir.Contains, "b")),
		rule("broken", anyWindows, broken),
	)
	w := e.Worker()
	find := func(fields ...event.Field) engine.Finding {
		ev := sysmon1(fields...)
		w.MatchPart(nil, ev, true, func() *event.Event { return ev })
		return w.Finding()
	}
	both, a, again := find(data("Image", "ab")), find(data("Image", "xa")), find(data("Image", "ba"))
	if both != again || a == both || slices.Contains([]engine.Finding{a, both}, engine.Nothing) || slices.Contains([]engine.Finding{a, both}, engine.Unsure) {
		t.Errorf("%d, %d and %d", both, a, again)
	}
	if f := find(data("Image", "x")); f != engine.Nothing {
		t.Errorf("%d where nothing matches", f)
	}
	if f := find(data("Image", "a"), data("Fails", "x")); f != engine.Unsure {
		t.Errorf("%d where a rule fails", f)
	}
}
