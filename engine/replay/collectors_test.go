package replay_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestCollectorsInTurn replays logs of two collectors in turn, so many events of each
// that what was learnt of the other is forgotten: nothing that they say is.
func TestCollectorsInTurn(t *testing.T) {
	const events = 25_000
	flat := strings.Repeat(strings.Replace(line(1, "bob"), "5059", "1", 1), events-1) + line(2, "eve")
	beat := strings.Repeat(`{"@timestamp":"2026-03-01T12:00:00Z","winlog":{"channel":"Security","event_id":1,"event_data":{"SubjectUserName":"bob"}}}`+"\n", events-1) +
		`{"@timestamp":"2026-03-01T12:00:00Z","winlog":{"channel":"Security","event_id":2,"event_data":{"SubjectUserName":"eve"}}}` + "\n"
	dir := t.TempDir()
	for i, lines := range []string{flat, beat, flat, beat} {
		write(t, dir, fmt.Sprintf("%d.jsonl", i), lines)
	}
	r := newReplay(t)
	r.Workers = 1
	out, s := run(t, r, dir)
	got := map[string]int{}
	for _, a := range brief(parse(t, out)) {
		got[a]++
	}
	for i := range 4 {
		if by := fmt.Sprintf("eve@%d.jsonl:%d By eve", i, events-1); got[by] != 1 {
			t.Errorf("%s: %d times", by, got[by])
		}
	}
	if s.Events.Read != 4*events || s.Alerts.Total != 2+4 {
		t.Errorf("%d events, %d alerts: %v", s.Events.Read, s.Alerts.Total, got)
	}
}
