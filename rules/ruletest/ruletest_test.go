package ruletest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/exprlang"
	"github.com/rulehound/rulehound/rules/library"
	"github.com/rulehound/rulehound/rules/ruletest"
	"github.com/rulehound/rulehound/rules/sigma"
)

const export = `title: Export
id: 11111111-2222-4333-8444-555555555555
name: export
logsource: {product: windows, service: security}
detection:
  selection: {EventID: 5059, Operation: '%%2464'}
  filter: {SubjectUserSid: S-1-5-18}
  condition: selection and not filter
`

func load(t *testing.T, files fstest.MapFS) *rules.Set {
	t.Helper()
	loader := rules.Loader{Formats: []rules.Format{sigma.Format(), exprlang.Format()}}
	set, err := loader.Load(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func run(t *testing.T, files fstest.MapFS) *ruletest.Report {
	t.Helper()
	report, err := ruletest.Run(t.Context(), files, load(t, files), ruletest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// verdicts lists what the tests of the only file said.
func verdicts(t *testing.T, files fstest.MapFS) []string {
	t.Helper()
	report := run(t, files)
	if len(report.Files) != 1 {
		t.Fatalf("%d test files", len(report.Files))
	}
	var list []string
	for _, p := range report.Files[0].Problems {
		list = append(list, p.Error())
	}
	for _, c := range report.Files[0].Cases {
		verdict := "ok"
		if c.Err != nil {
			verdict = c.Err.Error()
		}
		list = append(list, fmt.Sprintf("%s: %s", c.Name, verdict))
	}
	return list
}

func TestVerdicts(t *testing.T) {
	event := func(extra string) string {
		return "{Channel: Security, EventID: 5059, Operation: '%%2464'" + extra + "}"
	}
	for _, tt := range []struct{ test, want string }{
		{"event: " + event("") + "\n    match: true", "ok"},
		{"event: " + event("") + "\n    match: false", "want no match, got one"},
		{"event: " + event(", SubjectUserSid: S-1-5-18") + "\n    match: false", "ok"},
		{"event: " + event(", SubjectUserSid: S-1-5-18") + "\n    match: true", "want a match, got none"},
		{"event: " + event("") + "\n    match: [0]", "ok"},
		{"event: " + event("") + "\n    match: []", "want a match on no event, got event 0"},
		{"event: {EventID: 4624, Channel: Security}\n    match: false", "ok"},
		{"event: " + event("") + "\n    rule: export\n    match: true", "ok"},
		{"event: " + event("") + "\n    rule: other\n    match: true", `the rule file has no rule "other"`},
		{"file: logs/three.jsonl\n    match: [0, 2]", "ok"},
		{"file: logs/three.jsonl\n    match: [2, 0, 2]", "ok"},
		{"file: logs/three.jsonl\n    match: [1]", "want a match on event 1, got event 0, 2"},
		{"file: logs/three.jsonl\n    match: [0, 2, 9]", "want a match on event 0, 2, 9, got event 0, 2 (there are 3 events, counted from 0)"},
		{"file: logs/three.jsonl\n    match: {count: 2}", "ok"},
		{"file: logs/three.jsonl\n    match: {count: 3}", "want 3 of 3 events to match, got 2: event 0, 2"},
		{"file: logs/three.jsonl\n    match: true", "ok"},
		{"file: logs/three.jsonl\n    match: false", "want no match, got one on event 0, 2"},
		{"file: logs/nowhere.jsonl\n    match: true", "open win/logs/nowhere.jsonl: file does not exist"},
	} {
		hit := `{"Channel":"Security","EventID":5059,"Operation":"Export of persistent cryptographic key."}` + "\n"
		files := fstest.MapFS{
			"win/export.yml":       {Data: []byte(export)},
			"win/export_test.yml":  {Data: []byte("tests:\n  - name: it\n    " + tt.test + "\n")},
			"win/logs/three.jsonl": {Data: []byte(hit + `{"Channel":"Security","EventID":1}` + "\n" + hit)},
		}
		if got := verdicts(t, files); !slices.Equal(got, []string{"it: " + tt.want}) {
			t.Errorf("%s\ngot  %q\nwant %q", tt.test, got, tt.want)
		}
	}
}

func TestBadTestFiles(t *testing.T) {
	for _, tt := range []struct{ test, want string }{
		{"tests:\n  - match: true\n", "x_test.yml:2:5: a test needs one of event, events and file [test-form]"},
		{"tests:\n  - event: {a: 1}\n", "x_test.yml:2:5: a test needs match [test-form]"},
		{"tests:\n  - event: {a: 1}\n    file: b\n    match: true\n", "x_test.yml:2:5: a test needs one of event, events and file [test-form]"},
		{"tests:\n  - event: {a: 1}\n    events: [{a: 1}]\n    match: true\n", "x_test.yml:3:13: events: a test has one list of at least one event [test-form]"},
		{"tests:\n  - events: []\n    match: true\n", "x_test.yml:2:13: events: a test has one list of at least one event [test-form]"},
		{"tests:\n  - events: [a]\n    match: true\n", "x_test.yml:2:13: events: must be a list of maps [test-form]"},
		{"tests:\n  - event: {a: 1}\n    match: maybe\n", "x_test.yml:3:12: match: match must be true, false, a list of event indexes, or {count: n} [test-form]"},
		{"tests:\n  - event: {a: 1}\n    matches: true\n", "x_test.yml:3:5: matches: unknown key; a test has name, one of event, events and file, match, and rule [test-form]"},
		{"tests:\n  - event: [1]\n    match: true\n", "x_test.yml:2:12: event: must be a map [test-form]"},
		{"tests:\n  - event: {a: .nan}\n    match: true\n", "x_test.yml:2:12: event: .nan is no value that a log can hold [test-form]"},
		{"test:\n", `x_test.yml:1:1: unknown key "test"; a test file has tests [test-form]`},
		{"tests: {}\n", "x_test.yml:1:8: tests must be a list [test-form]"},
		{"", "x_test.yml: holds no tests [test-form]"},
	} {
		files := fstest.MapFS{"x.yml": {Data: []byte(export)}, "x_test.yml": {Data: []byte(tt.test)}}
		if got := verdicts(t, files); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%q\ngot  %q\nwant %q", tt.test, got, tt.want)
		}
	}
}

func TestRulesThatCannotBeTested(t *testing.T) {
	test := &fstest.MapFile{Data: []byte("tests:\n  - {event: {EventID: 1}, match: false}\n")}
	broken := fstest.MapFS{"x.yml": {Data: []byte(strings.Replace(export, "EventID", "EventID|nosuch", 1))}, "x_test.yml": test}
	if got := verdicts(t, broken); len(got) != 1 || !strings.Contains(got[0], "nosuch") {
		t.Errorf("%q", got)
	}
	if got := verdicts(t, fstest.MapFS{"x_test.yml": test}); len(got) != 1 || !strings.Contains(got[0], "x.yml has no rules") {
		t.Errorf("%q", got)
	}
	lonely := run(t, fstest.MapFS{"x.yml": {Data: []byte(export)}})
	if len(lonely.Files) != 0 || len(lonely.Untested) != 1 || lonely.Failed() {
		t.Errorf("%+v", lonely)
	}
}

// TestInlineEvents holds that an inline event is typed as JSON and keeps the
// spelling of everything else.
func TestInlineEvents(t *testing.T) {
	const rule = `title: x
logsource: {product: windows, service: security}
detection: {selection: {%s}, condition: selection}
`
	for _, tt := range []struct{ field, event string }{
		{"A: 5", "A: 5"},
		{"A: '2026-01-02'", "A: 2026-01-02"},
		{"A: 'yes'", "A: yes"},
		{"A: null", "A: null"},
		{"A: ''", "A: ''"},
		{"A: '0x3e7'", "A: '0x3e7'"},
		{"A: b", "A: [a, b]"},
		{"A: merged", "<<: {A: merged}"},
		{"A: '18446744073709551615'", "A: 18446744073709551615"},
	} {
		files := fstest.MapFS{
			"x.yml":      {Data: fmt.Appendf(nil, rule, tt.field)},
			"x_test.yml": {Data: fmt.Appendf(nil, "tests:\n  - name: it\n    event: {Channel: Security, EventID: 1, %s}\n    match: true\n", tt.event)},
		}
		if got := verdicts(t, files); !slices.Equal(got, []string{"it: ok"}) {
			t.Errorf("%s on %s: %q", tt.field, tt.event, got)
		}
	}
}

const correlated = `title: Many
name: many
correlation: {type: event_count, rules: [failed, other], group-by: [User], timespan: 10s, condition: {gte: 2}}
---
title: Failed
name: failed
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4625}, condition: selection}
---
title: Late
name: late
correlation: {type: temporal_ordered, rules: [many, logon], group-by: [User], timespan: 1h}
---
title: Logon
name: logon
logsource: {product: windows, service: security}
expr: EventID == 4624
---
title: Alone
name: alone
logsource: {product: windows, service: security}
expr: EventID == 1102
---
title: Old
name: old
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4720}, timeframe: 1m, condition: selection | count() by User > 1}
`

// TestCorrelated: tests of correlations, made of rules here and elsewhere.
func TestCorrelated(t *testing.T) {
	event := func(id int, rest string) string { return fmt.Sprintf("{Channel: Security, EventID: %d%s}", id, rest) }
	ann, bob := event(4625, ", User: ann"), event(4625, ", User: bob")
	for _, tt := range []struct{ rule, events, match, want string }{
		{"many", ann + ", " + ann, "true", "ok"},
		{"many", ann + ", " + bob, "true", "want a match, got none"},
		{"many", ann + ", " + bob, "false", "ok"},
		{"many", ann + ", " + ann, "false", "want no match, got one on event 1"},
		{"many", strings.Repeat(ann+", ", 2) + bob + ", " + bob, "[1, 3]", "ok"},
		{"many", strings.Repeat(ann+", ", 3), "{count: 1}", "ok"},
		{"many", strings.Repeat(ann+", ", 30), "{count: 3}", "ok"},
		{"many", strings.Repeat(ann+", ", 30), "{count: 2}", "want 2 of 30 events to match, got 3: event 1, 12, 23"},
		{"many", event(4625, ", User: ann, '@timestamp': '2026-01-01T00:00:00Z'") + ", " + event(4625, ", User: ann, '@timestamp': '2026-01-01T00:00:11Z'"), "false", "ok"},
		{"many", event(4625, ", User: ann, '@timestamp': '2026-01-01T00:00:05Z'") + ", " + event(4625, ", User: ann, '@timestamp': '2026-01-01T00:00:00Z'"), "[0]", "ok"},
		{"many", event(999, ", User: ann") + ", " + event(999, ", User: ann"), "[1]", "ok"},
		{"failed", ann + ", " + ann, "[0, 1]", "ok"},
		{"late", ann + ", " + ann + ", " + event(4624, ", User: ann"), "[2]", "ok"},
		{"", ann + ", " + ann, "false", "ok"},
		{"", ann + ", " + ann + ", " + event(4624, ", User: ann"), "[2]", "ok"},
		{"", event(1102, "") + ", " + ann, "[0]", "ok"},
		{"old", event(4720, ", User: a") + ", " + event(4720, ", User: a"), "[1]", "ok"},
		{"other", ann, "false", "the rule file has no rule \"other\""},
	} {
		test := "tests:\n  - name: it\n    events: [" + tt.events + "]\n    match: " + tt.match + "\n"
		if tt.rule != "" {
			test += "    rule: " + tt.rule + "\n"
		}
		files := fstest.MapFS{
			"x.yml": {Data: []byte(correlated)}, "x_test.yml": {Data: []byte(test)},
			"y.yml": {Data: []byte("title: Other\nname: other\nlogsource: {product: windows, service: security}\nexpr: EventID == 999\n")},
		}
		if got := verdicts(t, files); !slices.Equal(got, []string{"it: " + tt.want}) {
			t.Errorf("%s\ngot  %q\nwant %q", test, got, tt.want)
		}
	}
}

func TestTraceOfFailure(t *testing.T) {
	files := fstest.MapFS{
		"x.yml":      {Data: []byte(export)},
		"x_test.yml": {Data: []byte("tests:\n  - event: {Channel: Security, EventID: 5059, Operation: '%%2465'}\n    match: true\n")},
	}
	c := run(t, files).Files[0].Cases[0]
	if !strings.Contains(c.Trace, "2465") || c.Name != "line 2" {
		t.Errorf("%q: %s", c.Name, c.Trace)
	}
}

func TestGaps(t *testing.T) {
	expr := "title: x\nlogsource: {product: windows, service: security}\nexpr: EventID == 5059 and (Operation == 'a' or len(KeyName) > 3)\n"
	test := func(events ...string) string {
		out := "tests:\n"
		for _, e := range events {
			out += "  - {event: {Channel: Security, " + e + "}, match: %v}\n"
		}
		return out
	}
	for _, tt := range []struct {
		rule, test string
		want       []string
	}{
		{export, fmt.Sprintf(test("EventID: 5059, Operation: '%%%%2464'"), true), []string{"selection never false", "filter never true"}},
		{export, fmt.Sprintf(test("EventID: 5059, Operation: '%%%%2464'", "EventID: 5059, SubjectUserSid: S-1-5-18"), true, false), nil},
		{export, "tests:\n  - {event: {Channel: System, EventID: 1}, match: false}\n", []string{"condition never true"}},
		{expr, fmt.Sprintf(test("EventID: 5059, Operation: a"), true), []string{"EventID == 5059 never false", "Operation == 'a' or len(KeyName) > 3 never false"}},
	} {
		files := fstest.MapFS{"x.yml": {Data: []byte(tt.rule)}, "x_test.yml": {Data: []byte(tt.test)}}
		report := run(t, files)
		var got []string
		for _, g := range report.Files[0].Gaps {
			got = append(got, fmt.Sprintf("%s never %v", g.Selection, g.Never))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s\ngot  %q\nwant %q", tt.test, got, tt.want)
		}
	}
}

// TestLibrary runs the tests of the rules that ship.
func TestLibrary(t *testing.T) {
	env, err := rules.ReadEnvironment(library.FS(), "detect.yml")
	if err != nil {
		t.Fatal(err)
	}
	ruletest.Test(t, library.FS(), &rules.Loader{Formats: []rules.Format{
		sigma.Format(sigma.WithPlaceholders(env.Placeholders)), exprlang.Format(exprlang.WithLists(env.Lists)),
	}})
}
