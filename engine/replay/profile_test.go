package replay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
)

// TestProfile: of rules that are asked as often as told, by a clock that goes on by one each
// time that it is read, the one that takes a tenth of all is named.
func TestProfile(t *testing.T) {
	set, _ := engineOf(t, fstest.MapFS{
		"a.yml": {Data: fmt.Appendf(nil, rule, "Dear", 1, "low", "security", "SubjectUserName|re: '([a-z]+)+7'")},
		"b.yml": {Data: fmt.Appendf(nil, rule, "Cheap", 2, "low", "security", "SubjectUserName|contains: mallory, Version|gt: 5")},
		"c.yml": {Data: fmt.Appendf(nil, rule, "Found", 3, "low", "security", "SubjectUserName: mallory")},
		"d.yml": {Data: fmt.Appendf(nil, rule, "Spared", 4, "low", "security", "SubjectUserName: nobody")},
	})
	now := time.Duration(0)
	eng, err := engine.New(set, engine.WithClock(func() time.Duration { now++; return now }))
	if err != nil {
		t.Fatal(err)
	}
	// Events that come again are asked about again.
	log := slices.Repeat([]string{line(1, "eve")}, 40)
	log[7], log[23] = line(1, "mallory"), line(1, "mallory")
	_, s := run(t, &replay.Replay{Engine: eng, Rules: set, Workers: 1}, write(t, t.TempDir(), "log.json", log...))
	p := s.Profile
	if p == nil || p.Shared != 40 || p.Spared != 1 {
		t.Fatalf("%+v", p)
	}
	got := map[string]replay.RuleCost{}
	for _, r := range p.Rules {
		r.ID, r.File = "", ""
		got[r.Title] = r
	}
	for _, want := range []replay.RuleCost{
		{Title: "Dear", Candidates: 40, Evaluations: 40, Time: 40, StandsOut: true},
		{Title: "Cheap", Candidates: 2, Evaluations: 2, Time: 2},
		{Title: "Found", Candidates: 2, Time: 2, Hits: 2},
	} {
		if got[want.Title] != want {
			t.Errorf("%+v, want %+v", got[want.Title], want)
		}
	}
	var b strings.Builder
	if err := s.Text(&b, false); err != nil || !strings.Contains(b.String(), "- rules whose cost stands out: 1\n    Dear (a.yml): 47 % of all matching\n") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
