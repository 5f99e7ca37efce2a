package engine_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/ir"
)

// Conditions by hand, as the lowering of Sigma makes them.

func field(name string, op ir.Op, values ...string) *ir.Field {
	f := &ir.Field{Name: name, Op: op, Meta: ir.Meta{Text: name + "|" + op.String() + ": " + strings.Join(values, ", ")}}
	for _, v := range values {
		f.Values = append(f.Values, ir.Value{Text: v, Glob: ir.LiteralGlob(v)})
	}
	return f
}

func number(name string, text string, bits uint64) *ir.Field {
	v := ir.Value{Kind: ir.NumberValue, Text: text, Num: ir.Number{Float: float64(bits), Bits: bits, Exact: true}}
	return &ir.Field{Name: name, Values: []ir.Value{v}, Meta: ir.Meta{Text: name + ": " + text}}
}

func keyword(words ...string) *ir.Keyword {
	k := &ir.Keyword{}
	for _, w := range words {
		k.Values = append(k.Values, ir.Value{Text: w, Glob: ir.LiteralGlob(w)})
	}
	return k
}

func and(kids ...ir.Node) *ir.And { return &ir.And{Kids: kids} }
func or(kids ...ir.Node) *ir.Or   { return &ir.Or{Kids: kids} }
func not(kid ir.Node) *ir.Not     { return &ir.Not{Kid: kid} }

func named(label string, kids ...ir.Node) *ir.And {
	return &ir.And{Kids: kids, Meta: ir.Meta{Label: label}}
}

var (
	processCreation = taxonomy.Logsource{Product: "windows", Category: "process_creation"}
	security        = taxonomy.Logsource{Product: "windows", Service: "security"}
	anyWindows      = taxonomy.Logsource{Product: "windows"}
)

func rule(id string, ls taxonomy.Logsource, condition ir.Node) *rules.Rule {
	return &rules.Rule{ID: id, Title: "Rule " + id, Kind: rules.KindSigma, Logsource: ls, SHA256: "sha of " + id, Condition: condition}
}

func logsource(product, category, service string) taxonomy.Logsource {
	return taxonomy.Logsource{Product: product, Category: category, Service: service}
}

func set(rs ...*rules.Rule) *rules.Set { return rules.NewSet(rs, nil) }

func compile(t testing.TB, rs ...*rules.Rule) *engine.Engine {
	t.Helper()
	e, err := engine.New(set(rs...))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// Events by hand, as the normaliser makes them.

const (
	sysmon       = "Microsoft-Windows-Sysmon/Operational"
	sysmonSource = "Microsoft-Windows-Sysmon"
)

func newEvent(channel, provider string, id uint32, fields ...event.Field) *event.Event {
	ev := &event.Event{Channel: channel, Provider: provider, EventID: id, HasEventID: id != 0, Source: event.Source{File: "test.evtx", Record: 7}}
	add := func(name string, v event.Value) {
		ev.Fields = append(ev.Fields, event.Field{Name: name, Section: event.System, Value: v})
	}
	if channel != "" {
		add("Channel", event.TextValue(channel))
	}
	if provider != "" {
		add("Provider_Name", event.TextValue(provider))
	}
	if id != 0 {
		add("EventID", event.UintValue(uint64(id)))
	}
	ev.Fields = append(ev.Fields, fields...)
	ev.SetClass(event.Class{Channel: strings.ToLower(channel), Provider: strings.ToLower(provider), EventID: id})
	ev.Time = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	return ev
}

func data(name, value string) event.Field {
	return event.Field{Name: name, Section: event.EventData, Value: event.TextValue(value)}
}

func sysmon1(fields ...event.Field) *event.Event { return newEvent(sysmon, sysmonSource, 1, fields...) }

func security4688(fields ...event.Field) *event.Event {
	return newEvent("Security", "Microsoft-Windows-Security-Auditing", 4688, fields...)
}

// match returns the ids of the rules that match.
func match(t testing.TB, e *engine.Engine, ev *event.Event) string {
	t.Helper()
	alerts, err := e.Match(nil, ev)
	if err != nil {
		t.Fatal(err)
	}
	return ids(alerts)
}

func ids(alerts []*alert.Alert) string {
	var list []string
	for _, a := range alerts {
		list = append(list, a.Rule.ID)
	}
	return strings.Join(list, " ")
}

func TestRouting(t *testing.T) {
	e := compile(t,
		rule("process", processCreation, field("Image", ir.EndsWith, `\x.exe`)),
		rule("security", security, field("NewProcessName", ir.EndsWith, `\x.exe`)),
		rule("windows", anyWindows, field("NewProcessName", ir.Exists)),
		rule("unknown", taxonomy.Logsource{Product: "toaster"}, and()),
	)
	image, native := data("Image", `C:\X.EXE`), data("NewProcessName", `C:\x.exe`)
	for name, c := range map[string]struct {
		event *event.Event
		want  string
	}{
		"sysmon":               {sysmon1(image), "process"},
		"native":               {security4688(native), "process security windows"},
		"other id":             {newEvent(sysmon, sysmonSource, 3, image), ""},
		"other channel":        {newEvent("Application", "x", 1, image), ""},
		"nothing known":        {newEvent("", "", 0, image), "process"},
		"both spellings":       {newEvent("", "", 0, image, native), "process security windows"},
		"no id":                {newEvent(sysmon, "", 0, image), "process"},
		"no channel":           {newEvent("", sysmonSource, 1, image), "process"},
		"case of names":        {sysmon1(data("IMAGE", `\x.exe`)), "process"},
		"the field is of path": {sysmon1(event.Field{Name: "i", Path: "image", Value: event.TextValue(`\x.exe`)}), "process"},
	} {
		if got := match(t, e, c.event); got != c.want {
			t.Errorf("%s: matched %q, want %q", name, got, c.want)
		}
	}
}

func TestFieldsAndValuesOfTheSource(t *testing.T) {
	e := compile(t,
		rule("level", processCreation, field("IntegrityLevel", ir.Equals, "High")),
		rule("parent", processCreation, field("ProcessId", ir.Equals, "888")),
	)
	ev := security4688(data("MandatoryLabel", "S-1-16-12288"),
		event.Field{Name: "NewProcessId", Value: event.HexValue(888)}, event.Field{Name: "ProcessId", Value: event.HexValue(4)})
	if got := match(t, e, ev); got != "level parent" {
		t.Errorf("native event: %q", got)
	}
	if got := match(t, e, sysmon1(data("IntegrityLevel", "high"), data("ProcessId", "888"))); got != "level parent" {
		t.Errorf("sysmon: %q", got)
	}
}

func TestIdentityIsNotTakenForGranted(t *testing.T) {
	e := compile(t,
		rule("4688", security, number("EventID", "4688", 4688)),
		rule("4624", security, number("EventID", "4624", 4624)),
		rule("other", security, not(number("EventID", "4688", 4688))),
		rule("channel", security, field("Channel", ir.Equals, "SECURITY")),
		rule("not channel", security, not(field("Channel", ir.Equals, "security"))),
	)
	for name, c := range map[string]struct {
		event *event.Event
		want  string
	}{
		"one id":        {security4688(), "4688 channel"},
		"another id":    {newEvent("Security", "", 4624), "4624 other channel"},
		"unmentioned":   {newEvent("Security", "", 1), "other channel"},
		"a second id":   {security4688(data("EventID", "4624")), "4688 4624 channel"},
		"no id at all":  {newEvent("Security", "", 0), "other channel"},
		"two channels":  {security4688(data("Channel", "x")), "4688 channel"},
		"other channel": {newEvent("", "", 4688), "4688 not channel"},
	} {
		if got := match(t, e, c.event); got != c.want {
			t.Errorf("%s: matched %q, want %q", name, got, c.want)
		}
	}
}

func TestFailingRules(t *testing.T) {
	broken := errors.New("broken")
	fails := &ir.Leaf{Fields: []string{"A"}, Eval: func(ir.Lookup) (bool, error) { return false, broken }}
	panics := &ir.Leaf{Eval: func(ir.Lookup) (bool, error) { panic("oops") }}
	yes := &ir.Leaf{Fields: []string{"A"}, Eval: func(l ir.Lookup) (bool, error) { return len(l.Field("a")) == 2, nil }}
	e := compile(t,
		rule("fails", anyWindows, fails),
		rule("panics", anyWindows, panics),
		rule("yes", anyWindows, yes),
		rule("clear anyway", anyWindows, or(fails, field("A", ir.Exists))),
		rule("clearly not", anyWindows, and(fails, field("B", ir.Exists))),
		rule("not not", anyWindows, not(fails)),
	)
	w := e.Worker()
	alerts, err := w.Match(nil, sysmon1(data("A", "1"), data("A", "2")))
	if got := ids(alerts); got != "yes clear anyway" {
		t.Errorf("matched %q", got)
	}
	if !errors.Is(err, broken) || !errors.Is(err, engine.ErrRule) || !errors.Is(err, event.ErrSkip) {
		t.Errorf("error %v", err)
	}
	var failed []string
	for _, r := range w.Coverage().Rules {
		if r.Errors == 1 && r.First != nil {
			failed = append(failed, r.Rule.ID)
		}
	}
	if got := strings.Join(failed, ","); got != "fails,panics,not not" {
		t.Errorf("failed %q", got)
	}
	if want := "rule panics failed on test.evtx record 7: panic: oops"; !strings.Contains(err.Error(), want) {
		t.Errorf("error %q lacks %q", err, want)
	}
}

// One engine serves many goroutines, also while it still compiles what they ask.
func TestConcurrentMatch(t *testing.T) {
	e := compile(t, many(200)...)
	evs := []*event.Event{
		aProcess("a.exe -option42 "), aProcess("b.exe -option7 "), aProcess("nothing"),
		security4688(data("CommandLine", " /x9"), data("NewProcessName", `C:\powershell.exe`)),
		newEvent("", "", 0, data("CommandLine", "sekurlsa::logonpasswords")),
	}
	want := []string{"42", "7", "", "9", "keywords"}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 50 {
				if got := match(t, e, evs[i%len(evs)]); got != want[i%len(evs)] {
					t.Errorf("event %d: matched %q, want %q", i%len(evs), got, want[i%len(evs)])
				}
			}
		})
	}
	group.Wait()
}
