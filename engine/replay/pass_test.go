package replay_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
)

// TestBenchWrites: what is measured writes the alerts that a replay writes, in the order of
// the log instead of that of time.
func TestBenchWrites(t *testing.T) {
	files := fstest.MapFS{
		"a.yml": {Data: fmt.Appendf(nil, rule, "One", 1, "low", "security", "EventID: 4688")},
		"b.yml": {Data: fmt.Appendf(nil, rule, "Other", 2, "high", "security", "EventID: 4688, Tool: mimikatz")},
	}
	set, eng := engineOf(t, files)
	const line = `{"winlog":{"channel":"Security","provider_name":"Microsoft-Windows-Security-Auditing","event_id":%d,"event_data":{"Tool":"%s"}},"event":{"code":"%[1]d"},"@timestamp":"2026-03-01T12:00:0%[3]dZ"}` + "\n"
	log := write(t, t.TempDir(), "log.json",
		fmt.Sprintf(line, 4688, "mimikatz", 3), fmt.Sprintf(line, 4688, "x", 2), fmt.Sprintf(line, 4624, "mimikatz", 1), fmt.Sprintf(line, 4688, "mimikatz", 0))
	r := replay.Replay{Engine: eng, Rules: set, Workers: 1}
	out, _ := run(t, &r, log)
	var b strings.Builder
	bench := replay.Bench{Replay: replay.Replay{Engine: eng, Rules: set}, Now: func() time.Duration { return 0 }}
	to := sink.JSONL(&b)
	timing, err := bench.Measure(t.Context(), replay.Expand([]string{log}), to)
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	want, got := strings.Split(out, "\n"), strings.Split(b.String(), "\n")
	slices.Sort(want)
	slices.Sort(got)
	if err != nil || timing.Alerts != 5 || !slices.Equal(got, want) {
		t.Errorf("%d alerts, %v:\n%s\nwant\n%s", timing.Alerts, err, b.String(), out)
	}
}
