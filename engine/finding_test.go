package engine_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestMatchAgain: the alerts of an event of which it is known what was found, and then also
// what matched, are, to the byte, those of its naive twin, which matches it.
func TestMatchAgain(t *testing.T) {
	w, alerts := publishedEngine(t).Worker(), 0
	findings := map[*engine.Finding]bool{}
	for _, l := range lanes[:3] {
		evs := l.events(t)
		for _, ev := range evs[:min(len(evs), 300)] {
			want, err := w.MatchPart(nil, ev, true, func() *event.Event { return ev })
			f, sure := w.Finding()
			if sure && (f == nil) != (len(want) == 0) || err != nil {
				t.Fatalf("finding %v of %d alerts, %v", f, len(want), err)
			}
			if f == nil {
				continue
			}
			wanted, err := json.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			findings[f] = true
			for range 3 {
				scratch := *ev // what an alert shows of an event is overwritten by the next one
				scratch.Fields = slices.Clone(ev.Fields)
				got, err := w.MatchAgain(nil, f, &scratch)
				if told, _ := json.Marshal(got); string(told) != string(wanted) || err != nil {
					t.Fatalf("%s, %v\nwant\n%s", told, err, wanted)
				}
				f, _ = w.Finding()
				w.MatchPart(nil, evs[0], true, func() *event.Event { return evs[0] })
				clear(scratch.Fields)
			}
			alerts += len(want)
		}
	}
	if alerts < 100 || len(findings) < 10 {
		t.Errorf("only %d alerts, %d findings", alerts, len(findings))
	}
}

// TestFinding: the same rules are the same Finding, of which what matched is known only
// after it was met again, and none is relied on where a rule fails.
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
	find := func(fields ...event.Field) (*engine.Finding, bool) {
		ev := sysmon1(fields...)
		w.MatchPart(nil, ev, true, func() *event.Event { return ev })
		return w.Finding()
	}
	both, _ := find(data("Image", "ab"))
	a, _ := find(data("Image", "xa"))
	if again, sure := find(data("Image", "ba")); both != again || a == both || a == nil || !sure {
		t.Errorf("%p, %p and %p", both, a, again)
	}
	if f, sure := find(data("Image", "x")); f != nil || !sure {
		t.Errorf("%v where nothing matches", f)
	}
	if f, sure := find(data("Image", "a"), data("Fails", "x")); sure {
		t.Errorf("%v is relied on where a rule fails", f)
	}
	ab := sysmon1(data("Image", "ab"), data("User", "u"))
	w.MatchAgain(nil, both, ab)
	told, _ := w.Finding()
	if w.MatchAgain(nil, told, ab); told == both {
		t.Error("what matched was not noted")
	}
	if again, _ := w.Finding(); again != told {
		t.Error("what matched was noted twice")
	}
}

// TestMatchAgainExports: what correlations need is of each event, also of a rule that
// matches because something is not there, of which nothing is shown.
func TestMatchAgainExports(t *testing.T) {
	r := rule("r", processCreation, not(field("Image", ir.Contains, "x")))
	r.Exports = []string{"User"}
	w := compile(t, r).Worker()
	ev := sysmon1(data("Image", "a"), data("User", "u"))
	w.MatchPart(nil, ev, true, func() *event.Event { return ev })
	for range 3 {
		f, _ := w.Finding()
		alerts, err := w.MatchAgain(nil, f, ev)
		if err != nil || len(alerts) != 1 || !slices.Equal(alerts[0].Exported("User"), []string{"u"}) {
			t.Fatalf("%v, %v", alerts, err)
		}
	}
}

// TestMatchAgainIsBounded: of events in which much matched, of long values or of many
// parts of conditions, nothing is noted.
func TestMatchAgainIsBounded(t *testing.T) {
	many := make([]ir.Node, 64)
	for i := range many {
		many[i] = field("User", ir.Contains, "u", fmt.Sprint(i))
	}
	w := compile(t, rule("one", processCreation, field("Image", ir.Contains, "a")), rule("many", processCreation, and(many...))).Worker()
	for _, ev := range []*event.Event{
		sysmon1(data("Image", "a"+strings.Repeat("x", 5000))), sysmon1(data("Image", "a"), data("User", "u")),
	} {
		w.MatchPart(nil, ev, true, func() *event.Event { return ev })
		f, _ := w.Finding()
		w.MatchAgain(nil, f, ev)
		if told, sure := w.Finding(); told != f || !sure {
			t.Errorf("what matched in %.50v was noted", ev.Fields)
		}
	}
}
