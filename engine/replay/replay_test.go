package replay_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/replay"
	"github.com/rulehound/rulehound/engine/sink"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

const rule = `title: %s
id: 11111111-2222-4333-8444-00000000000%d
level: %s
logsource: {product: windows, service: %s}
detection: {selection: {%s}, condition: selection}
`

// ruleFiles are two rules that fire on the test events, one that cannot, one
// for a log source that is not known, and a broken one.
func ruleFiles() fstest.MapFS {
	return fstest.MapFS{
		"a.yml": {Data: fmt.Appendf(nil, rule, "Key exported", 1, "high", "security", "EventID: 5059")},
		"b.yml": {Data: fmt.Appendf(nil, rule, "By eve", 2, "low", "security", "SubjectUserName: eve")},
		"c.yml": {Data: fmt.Appendf(nil, rule, "Driver", 3, "low", "sysmon", "EventID: 6")},
		"d.yml": {Data: fmt.Appendf(nil, rule, "Elsewhere", 4, "low", "nosuch", "EventID: 6")},
		"e.yml": {Data: fmt.Appendf(nil, rule, "Broken", 5, "low", "security", "EventID|nosuch: 6")},
		"f.yml": {Data: fmt.Appendf(nil, rule, "Thumbprint", 6, "low", "security", "Thumbprint: ab")},
	}
}

func newReplay(t *testing.T) *replay.Replay {
	t.Helper()
	set, eng := engineOf(t, ruleFiles())
	return &replay.Replay{Engine: eng, Rules: set}
}

// engineOf returns the rules of files, and an engine of them.
func engineOf(t *testing.T, files fs.FS) (*rules.Set, *engine.Engine) {
	t.Helper()
	set, err := (&rules.Loader{Formats: []rules.Format{sigma.Format()}}).Load(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	eng, err := engine.New(set)
	if err != nil {
		t.Fatal(err)
	}
	return set, eng
}

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// line is one event, at seconds after start; a negative one has no time.
func line(seconds int, user string) string {
	at := fmt.Sprintf(`"@timestamp":%q,`, start.Add(time.Duration(seconds)*time.Second).Format(time.RFC3339))
	if seconds < 0 {
		at = ""
	}
	return fmt.Sprintf(`{%s"Channel":"Security","Provider_Name":"Microsoft-Windows-Security-Auditing","EventID":5059,"Computer":"CA01","SubjectUserName":%q,`+
		`"Operation":"%%%%2464","ReturnCode":"0x0","SubjectLogonId":999,"Version":1,"Nothing":null,"List":["a",2.50]}`+"\n", at, user)
}

func write(t *testing.T, dir, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "")), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// run replays paths and returns the alerts as JSON lines.
func run(t *testing.T, r *replay.Replay, paths ...string) (string, *replay.Summary) {
	t.Helper()
	return runInto(t, r, func(lines sink.Lines) sink.Sink { return lines }, paths...)
}

// withoutJSON hides that the sink takes alerts as JSON.
func withoutJSON(lines sink.Lines) sink.Sink { return struct{ sink.Sink }{lines} }

func runInto(t *testing.T, r *replay.Replay, as func(sink.Lines) sink.Sink, paths ...string) (string, *replay.Summary) {
	t.Helper()
	var b bytes.Buffer
	out := as(sink.JSONL(&b))
	s, err := r.Run(t.Context(), replay.Expand(paths), out)
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), s
}

type shown struct {
	ID     string
	Time   string
	Rule   struct{ Title string }
	Event  struct{ Data map[string]any }
	Source struct {
		File  string
		Index int
	}
}

func parse(t *testing.T, out string) []shown {
	t.Helper()
	var list []shown
	for l := range strings.Lines(out) {
		var a shown
		if err := json.Unmarshal([]byte(l), &a); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

// brief shows alerts as "user@file:index rule".
func brief(alerts []shown) []string {
	var out []string
	for _, a := range alerts {
		out = append(out, fmt.Sprintf("%s@%s:%d %s", a.Event.Data["SubjectUserName"], filepath.Base(a.Source.File), a.Source.Index, a.Rule.Title))
	}
	return out
}

func TestOrder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "1.jsonl", line(30, "a"), line(10, "eve"), line(-1, "untimed"))
	write(t, dir, "2.jsonl", line(20, "b"), line(10, "c"), line(40, "d"))
	out, s := run(t, newReplay(t), dir)
	want := []string{
		"eve@1.jsonl:1 Key exported", "eve@1.jsonl:1 By eve", "c@2.jsonl:1 Key exported", "b@2.jsonl:0 Key exported",
		"a@1.jsonl:0 Key exported", "d@2.jsonl:2 Key exported", "untimed@1.jsonl:2 Key exported",
	}
	if got := brief(parse(t, out)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if s.Alerts.Total != 7 || s.Alerts.ByLevel["high"] != 6 || s.Alerts.ByLevel["low"] != 1 || s.Events.Read != 6 || s.Events.Untimed != 1 {
		t.Errorf("%+v", s)
	}
}

// TestSameAtAnyWorkers holds the promise of identical output: over many files,
// within one big file, when alerts go to temporary files, and whoever makes their JSON.
func TestSameAtAnyWorkers(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	dir := t.TempDir()
	for f := range 5 {
		var lines []string
		for i := range 300 {
			// Equal times within and across files, exact repeats, some without a time.
			lines = append(lines, line((i*7919+f)%50-1, []string{"eve", "mallory", "bob"}[i%3]))
		}
		write(t, dir, fmt.Sprintf("%d.jsonl", f), lines...)
	}
	var first string
	for _, workers := range []int{1, 2, 8} {
		for _, budget := range []int64{0, 100_000} {
			settings := func() *replay.Replay {
				r := newReplay(t)
				r.Workers, r.Budget = workers, budget
				return r
			}
			out, s := run(t, settings(), dir)
			if first == "" {
				first = out
			}
			if out != first {
				t.Errorf("%d workers, %d bytes of budget: other alerts", workers, budget)
			}
			if again, _ := runInto(t, settings(), withoutJSON, dir); again != first {
				t.Errorf("%d workers, %d bytes of budget: other alerts when the sink makes the JSON", workers, budget)
			}
			if want := int64(5*300 + 5*100); s.Alerts.Total != want {
				t.Errorf("%d workers: %d alerts, want %d", workers, s.Alerts.Total, want)
			}
		}
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("temporary files were left behind: %v", left)
	}
	ids := map[string]bool{}
	for _, a := range parse(t, first) {
		key := a.ID + a.Source.File // the same event in two inputs may be one
		if ids[key] {
			t.Fatalf("two events of one input share the alert id %s", a.ID)
		}
		ids[key] = true
	}
}

func TestTimeRange(t *testing.T) {
	path := write(t, t.TempDir(), "x.jsonl", line(0, "a"), line(10, "b"), line(20, "c"), line(-1, "d"))
	r := newReplay(t)
	r.From, r.To = start.Add(10*time.Second), start.Add(20*time.Second)
	out, s := run(t, r, path)
	if got := brief(parse(t, out)); !slices.Equal(got, []string{"b@x.jsonl:1 Key exported", "d@x.jsonl:3 Key exported"}) || s.Events.Outside != 2 {
		t.Errorf("%q, %+v", got, s.Events)
	}
}

func TestStdin(t *testing.T) {
	r := newReplay(t)
	r.Stdin = strings.NewReader(line(1, "a") + line(2, "b"))
	out, _ := run(t, r, replay.Stdin)
	if got := brief(parse(t, out)); len(got) != 2 || !strings.HasPrefix(got[0], "a@-:0") {
		t.Errorf("%q", got)
	}
}

func TestRuleSummary(t *testing.T) {
	_, s := run(t, newReplay(t), write(t, t.TempDir(), "x.jsonl", line(1, "a")))
	r := &s.Rules
	if r.Loaded != 5 || len(r.Refused) != 1 || r.Refused[0].File != "e.yml" || r.Refused[0].Line != 5 {
		t.Errorf("loaded %d, refused %v", r.Loaded, r.Refused)
	}
	if len(r.Unrouted) != 1 || r.Unrouted[0].Title != "Elsewhere" || r.Unrouted[0].Logsource != "windows/nosuch" {
		t.Errorf("unrouted: %v", r.Unrouted)
	}
	if len(r.Idle) != 1 || r.Idle[0].Title != "Driver" {
		t.Errorf("idle: %v", r.Idle)
	}
	if len(r.Fieldless) != 1 || !slices.Equal(r.Fieldless[0].Fields, []string{"Thumbprint"}) {
		t.Errorf("fieldless: %v", r.Fieldless)
	}
}

// stopping is a log that goes on for ever and cancels the run after some lines.
type stopping struct {
	lines  int
	cancel context.CancelFunc
}

func (s *stopping) Read(p []byte) (int, error) {
	if s.lines--; s.lines == 0 {
		s.cancel()
	}
	return copy(p, line(1, "a")), nil
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	later := write(t, t.TempDir(), "later.jsonl", line(1, "a"))
	r := newReplay(t)
	r.Workers, r.Stdin = 1, &stopping{1000, cancel}
	var b bytes.Buffer
	out := sink.JSONL(&b)
	s, err := r.Run(ctx, replay.Expand([]string{replay.Stdin, later}), out)
	if err != nil {
		t.Fatal(err)
	}
	out.Close()
	if n := len(parse(t, b.String())); !s.Interrupted || n == 0 || int64(n) != s.Alerts.Total {
		t.Errorf("interrupted %v with %d alerts of %d", s.Interrupted, n, s.Alerts.Total)
	}
	if u := s.Inputs.Unfinished; len(u) != 2 || u[0].Path != replay.Stdin || u[0].Read == 0 || u[1].Path != later || u[1].Read > 0 || len(s.Inputs.Unreadable) > 0 {
		t.Errorf("%+v", s.Inputs)
	}
}

// TestInterruptedAtOnce stops while the input is being opened.
func TestInterruptedAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := newReplay(t)
	r.Workers, r.Stdin = 2, &stopping{1, cancel}
	s, err := r.Run(ctx, replay.Expand([]string{replay.Stdin}), sink.JSONL(io.Discard))
	if err != nil || !s.Interrupted || len(s.Inputs.Unfinished) != 1 || s.Events.Read > 0 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestWriteError(t *testing.T) {
	r := newReplay(t)
	path := write(t, t.TempDir(), "x.jsonl", slices.Repeat([]string{line(1, "a")}, 1000)...)
	pr, pw := io.Pipe()
	pr.CloseWithError(errors.New("nobody listens"))
	_, err := r.Run(t.Context(), replay.Expand([]string{path}), sink.JSONL(pw))
	if err == nil || !strings.Contains(err.Error(), "nobody listens") {
		t.Error(err)
	}
}

func TestSpillError(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	r := newReplay(t)
	r.Budget = 1
	path := write(t, t.TempDir(), "x.jsonl", slices.Repeat([]string{line(1, "a")}, 5000)...)
	if _, err := r.Run(t.Context(), replay.Expand([]string{path}), sink.JSONL(io.Discard)); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Error(err)
	}
}

func TestProgress(t *testing.T) {
	r := newReplay(t)
	path := write(t, t.TempDir(), "x.jsonl", line(1, "a"))
	run(t, r, path)
	if p := r.Progress(); p.Inputs != 1 || p.AllInputs != 1 || p.Bytes != p.AllBytes || p.Bytes == 0 || p.Events != 1 || p.Alerts != 1 {
		t.Errorf("%+v", p)
	}
}

func TestBadInputs(t *testing.T) {
	dir := t.TempDir()
	good := line(1, "a")
	write(t, dir, "README.md", "# notes")
	write(t, dir, "cut.jsonl", good, good[:40])
	write(t, dir, "empty.evtx")
	write(t, dir, "empty.jsonl")
	write(t, dir, "good.jsonl", good, "{broken\n", good)
	write(t, dir, "random.bin", "\x93\x00\xfe\xfe\x01random")
	out, s := run(t, newReplay(t), dir, filepath.Join(dir, "missing.evtx"))
	if n := len(parse(t, out)); n != 3 {
		t.Errorf("%d alerts, want those of the three good records", n)
	}
	var got []string
	for _, list := range [][]replay.InputNote{s.Inputs.Unreadable, s.Inputs.Skipped} {
		for _, n := range list {
			got = append(got, strings.TrimPrefix(n.String(), dir+string(filepath.Separator)))
		}
	}
	for i, want := range []string{"cut.jsonl: cut off at the end (after 1 record)", "empty.evtx: empty", "random.bin: unknown format", "missing.evtx: no such file", "README.md: not a log", "empty.jsonl: empty"} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Errorf("note %d is not %q: %q", i, want, got)
		}
	}
	if s.LostRecords() != 2 || s.Inputs.Lost[1].Path != filepath.Join(dir, "good.jsonl") || s.Inputs.Lost[1].Example == "" {
		t.Errorf("lost: %+v", s.Inputs.Lost)
	}
}

func TestSummaryText(t *testing.T) {
	s := replay.Summary{
		Interrupted: true, Elapsed: 2 * time.Second,
		Inputs: replay.InputSummary{Read: 2, Bytes: 3 << 20, Unreadable: []replay.InputNote{{Path: "a\x1b[2J.evtx", Reason: "unknown format"}}},
		Events: replay.EventCounts{Read: 1234567, Untimed: 1, Assumed: 2},
		Alerts: replay.AlertCounts{Total: 1003, ByLevel: map[string]int64{"high": 3, "critical": 999, "odd": 1}},
		Rules:  replay.RuleSummary{Loaded: 1, Shipped: true, Narrowed: 2},
	}
	for i := range 7 {
		s.Rules.Refused = append(s.Rules.Refused, replay.Refusal{File: "r.yml", Line: i + 1, Code: "sigma-modifier", Message: "unknown modifier"})
	}
	const want = `Interrupted: this is what there was until then.
Read 1,234,567 events (3.0 MiB) from 2 inputs in 2.0 s (617,283/s).
Ran 1 rule, those that ship (-r gives others).
Left out 2 rules, not asked for.
Raised 1,003 alerts: 999 critical, 3 high, 1 without level.
- inputs that could not be read, or not to their ends: 1
    a\x1b[2J.evtx: unknown format
- 1 event without a time
- 2 events by clocks of no known zone: their times are taken for UTC unless --timezone says another
- rules not loaded (sigma-modifier 7): 7
    r.yml:1: unknown modifier [sigma-modifier]
    r.yml:2: unknown modifier [sigma-modifier]
    r.yml:3: unknown modifier [sigma-modifier]
    r.yml:4: unknown modifier [sigma-modifier]
    r.yml:5: unknown modifier [sigma-modifier]
    … and 2 more
(--verbose and --summary json leave nothing out)
`
	var b strings.Builder
	if err := s.Text(&b, false); err != nil || b.String() != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, b.String(), want)
	}
	b.Reset()
	s.Text(&b, true)
	if !strings.Contains(b.String(), "r.yml:7:") || strings.Contains(b.String(), "more") {
		t.Errorf("something is left out:\n%s", b.String())
	}
}
