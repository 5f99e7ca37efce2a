package replay_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine/replay"
)

// TestEventsThatComeAgain: events that come again with new numbers in what no rule reads,
// of which is remembered what they lead to and what matched, have the alerts that each has
// alone.
func TestEventsThatComeAgain(t *testing.T) {
	files := fstest.MapFS{
		"a.yml": {Data: fmt.Appendf(nil, rule, "Source", 1, "low", "sysmon", `EventID: 10, SourceImage|endswith: ['\evil.exe', '\worse.exe']`)},
		"b.yml": {Data: fmt.Appendf(nil, rule, "Both", 2, "high", "sysmon", `SourceImage|contains: worse, GrantedAccess: '0x1fffff'`)},
	}
	set, eng := engineOf(t, files)
	const rounds, fresh = 20, 6
	var lines []string
	for round := range rounds {
		folder := `C:\\` + strings.Repeat(`long\\`, 60) // values of this length are remembered nowhere else
		if round < fresh {                              // until memory is used again
			folder += fmt.Sprintf(`%d\\`, round)
		}
		for i, image := range []string{`evil.exe`, `good.exe`, `worse.exe`, `fine\\worse.exe`, `other tool\\evil.exe`} {
			lines = append(lines, fmt.Sprintf(`{"SourceModuleType":"im_msvistalog","EventTime":"2026-03-01 12:%02d:%02d","SourceName":"Microsoft-Windows-Sysmon",`+
				`"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":10,"SourceUser":"%s","SourceProcessId":%d,"SourceImage":"%s","TargetImage":"C:\\x%d.exe","GrantedAccess":"0x1fffff"}`+"\n",
				round, i, strings.Repeat(`a\\b`, 500*((3*round+i)%7)), round, folder+image, round))
		}
	}
	alerts := func(lines ...string) (all []map[string]any) {
		r := &replay.Replay{Engine: eng, Rules: set, Workers: 1}
		out, _ := run(t, r, write(t, t.TempDir(), "log.json", lines...))
		for line := range strings.Lines(out) {
			var a map[string]any
			if err := json.Unmarshal([]byte(line), &a); err != nil {
				t.Fatal(err)
			}
			maps.DeleteFunc(a, func(key string, _ any) bool { return key == "source" })
			all = append(all, a)
		}
		return all
	}
	got, want := alerts(lines...), []map[string]any(nil)
	for line := range slices.Values(lines) {
		want = append(want, alerts(line)...)
	}
	if len(want) != 6*rounds || len(got) != len(want) {
		t.Fatalf("%d alerts, %d of each event alone, want %d", len(got), len(want), 6*rounds)
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("alert %d:\n%v\nof the event alone:\n%v", i, got[i]["matched"], want[i]["matched"])
		}
	}
}
