package replay_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine/replay"
)

const keywordRule = `title: %[1]s
id: 11111111-2222-4333-8444-0000000000%02[2]d
logsource: {product: windows, service: security}
detection: {keywords: ['%[1]s'], condition: keywords}
`

// Events are read in part, by what the rules of their class look at. What no rule
// looks at by name is found all the same where a keyword is in what it means, each
// time that it comes; and what an event's fields say of it counts, not only what
// its class does.
func TestPartsLoseNothing(t *testing.T) {
	files := fstest.MapFS{
		"a.yml": {Data: fmt.Appendf(nil, keywordRule, "persistent cryptographic key", 1)},
		"b.yml": {Data: fmt.Appendf(nil, keywordRule, "sekurlsa::logon", 2)},
		"c.yml": {Data: fmt.Appendf(nil, rule, "Other id", 3, "low", "security", "EventID: 4688, Tool: mimikatz")},
		"d.yml": {Data: fmt.Appendf(nil, rule, "Unseen", 4, "low", "security", "EventID: 4688, Unmet: x")},
	}
	set, eng := engineOf(t, files)
	const nxlog = `{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2026-03-01 12:00:00","EventTime":"2026-03-01 12:00:00","SourceName":"Microsoft-Windows-Security-Auditing","Channel":"Security","EventID":5059,%s}` + "\n"
	const winlogbeat = `{"winlog":{"channel":"Security","provider_name":"Microsoft-Windows-Security-Auditing","event_id":5059,"event_data":{"EventID":"4688","Tool":"mimikatz"}},"event":{"code":"5059"},"@timestamp":"2026-03-01T12:00:00Z"}` + "\n"
	var lines []string
	for range 3 {
		for _, data := range []string{
			`"Operation":"%%2464","Tool":"x"`, `"Operation":"%%2480"`, `"Operation":"%%2464","Tool":"y"`, // two keywords found
			`"Operation":"sekurlsa\u003a\u003alogonpasswords"`, // another
			`"EventID":4688,"Tool":"mimikatz"`,                 // and a field
			`"Operation":"%%2480","Tool":"mimikatz"`,
		} {
			lines = append(lines, fmt.Sprintf(nxlog, data))
		}
		lines = append(lines, winlogbeat) // and a field, where no other has its name
	}
	r := &replay.Replay{Engine: eng, Rules: set, Workers: 1}
	out, s := run(t, r, write(t, t.TempDir(), "log.json", lines...))
	for title, want := range map[string]int{"persistent cryptographic key": 6, "sekurlsa::logon": 3, "Other id": 6} {
		if got := strings.Count(out, `"title":"`+title+`"`); got != want {
			t.Errorf("%s: %d alerts, want %d", title, got, want)
		}
	}
	// A field that was left out of every part was there.
	if f := s.Rules.Fieldless; len(f) != 1 || fmt.Sprint(f[0].Fields) != "[Unmet]" {
		t.Errorf("fields that never were there: %+v", f)
	}
}

// A keyword is found in a line that is like others but for some of its letters, in every
// such line, and not only in the first.
func TestKeywordsInLikeLines(t *testing.T) {
	files := fstest.MapFS{"a.yml": {Data: fmt.Appendf(nil, keywordRule, "sekurlsa::logon", 1)}}
	set, eng := engineOf(t, files)
	const nxlog = `{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2026-03-01 12:00:00","EventTime":"2026-03-01 12:00:00","SourceName":"Microsoft-Windows-Security-Auditing","Channel":"Security","EventID":5059,"Operation":"%s","Provider":"%s"}` + "\n"
	var lines []string
	want := 0
	for i := range 400 {
		operation, provider := "is sekurlsa::nothing, "+strings.Repeat("long ", 20), fmt.Sprint(i/50)
		switch i % 10 {
		case 3, 5, 8:
			operation = strings.Replace(operation, "nothing", "logon", 1)
			want++
		case 4:
			provider = `SEKURLSA::LogonPasswords`
			want++
		case 6:
			provider = `sekurlsa::\",`
		case 7:
			operation = `sekurlsa\u003a\u003alogon`
			want++
		case 9:
			operation = `\u0027sekurlsa::logon\u0027 \u003e x`
			want++
		}
		lines = append(lines, fmt.Sprintf(nxlog, operation, provider))
	}
	out, _ := run(t, &replay.Replay{Engine: eng, Rules: set, Workers: 1}, write(t, t.TempDir(), "log.json", lines...))
	if got := strings.Count(out, `"title":"sekurlsa::logon"`); got != want {
		t.Errorf("%d alerts, want %d", got, want)
	}
}
