package replay_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source"
)

// TestEventsDoNotAllocate: as long as no rule matches, a replay allocates for blocks, and for
// what it learns, which takes the place of what it learnt before, but not for each event.
func TestEventsDoNotAllocate(t *testing.T) {
	set, eng := engineOf(t, fstest.MapFS{
		"a.yml": {Data: fmt.Appendf(nil, keywordRule, "sekurlsa::logon", 1)},
		"b.yml": {Data: fmt.Appendf(nil, rule, "Never", 2, "low", "sysmon", `Image|endswith: '\never.exe', CommandLine|re: 'x[0-9]+y'`)},
		"c.yml": {Data: fmt.Appendf(nil, rule, "Nowhere", 3, "low", "security", `Operation: never, KeyName|contains: nowhere`)},
	})
	for name, log := range quietLogs(t) {
		t.Run(name, func(t *testing.T) {
			allocated := func(times int) (float64, float64) {
				input := log(times)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				r := &replay.Replay{Engine: eng, Rules: set, Workers: 1, Stdin: bytes.NewReader(input)}
				s, err := r.Run(t.Context(), []*replay.Input{{Path: replay.Stdin}}, sink.JSONL(io.Discard))
				runtime.ReadMemStats(&after)
				if err != nil || s.Alerts.Total > 0 || s.Events.Read == 0 || s.LostRecords() > 0 {
					t.Fatalf("%d alerts on %d events, %d lost, %v", s.Alerts.Total, s.Events.Read, s.LostRecords(), err)
				}
				return float64(after.Mallocs - before.Mallocs), float64(s.Events.Read)
			}
			allocated(1) // compiles what the events need
			few, events := allocated(1)
			many, more := allocated(5)
			each := (many - few) / (more - events)
			t.Logf("%.0f allocations for %.0f events, %.0f for %.0f: %.4f each", few, events, many, more, each)
			if each > 0.5 {
				t.Errorf("%.3f allocations for each event", each)
			}
		})
	}
}

// TestAlertsKeepNoInput: an alert keeps what it shows alive, and nothing of what was read
// with it.
func TestAlertsKeepNoInput(t *testing.T) {
	_, eng := engineOf(t, fstest.MapFS{"a.yml": {Data: fmt.Appendf(nil, rule, "Hit", 1, "low", "sysmon", `Image|endswith: '\hit.exe'`)}})
	const hit = `{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"Image":"C:\\hit.exe","CommandLine":"c"}` + "\n"
	var log []byte
	n := 0
	for line := range bytes.Lines(madeLog()) {
		if log = append(log, line...); n%100 == 0 {
			log = append(log, hit...)
		}
		n++
	}
	f, err := source.Read(bytes.NewReader(log), "log")
	if err != nil {
		t.Fatal(err)
	}
	before := held()
	var alerts []*alert.Alert
	for a, err := range eng.Run(t.Context(), normalize.New().Events(f.Records(t.Context()))) {
		if err != nil {
			t.Fatal(err)
		}
		alerts = append(alerts, a)
	}
	each := (held() - before) / madeEvents * 100
	if len(alerts) != madeEvents/100 || each > 10_000 {
		t.Errorf("%d alerts hold %d bytes each of a log of %d", len(alerts), each, len(log))
	}
	runtime.KeepAlive(alerts)
	runtime.KeepAlive(log)
}

// held is how much memory is in use.
func held() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// quietLogs are logs of a form each, of so many times the same events.
func quietLogs(t *testing.T) map[string]func(times int) []byte {
	const some = 2 << 20 // bytes
	lines := madeLog()
	lines = lines[:bytes.LastIndexByte(lines[:some], '\n')+1]
	var xml bytes.Buffer
	for line := range bytes.Lines(lines) {
		var ev map[string]any
		if err := json.Unmarshal(line, &ev); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&xml, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='%s'/><EventID>%v</EventID><Channel>%[3]s</Channel></System><EventData>", ev["SourceName"], ev["EventID"], ev["Channel"])
		for _, name := range strings.Fields("Image CommandLine TargetObject") {
			if value, ok := ev[name]; ok {
				fmt.Fprintf(&xml, "<Data Name='%s'>%v</Data>", name, value)
			}
		}
		xml.WriteString("</EventData></Event>\n")
	}
	evtx, err := os.ReadFile(fullLog(t, fullLogs[2].of, some))
	if err != nil {
		t.Fatal(err)
	}
	const head = 4 << 10
	return map[string]func(int) []byte{
		"json": func(times int) []byte { return bytes.Repeat(lines, times) },
		"xml":  func(times int) []byte { return bytes.Repeat(xml.Bytes(), times) },
		"evtx": func(times int) []byte { return slices.Concat(evtx[:head], bytes.Repeat(evtx[head:], times)) },
	}
}
