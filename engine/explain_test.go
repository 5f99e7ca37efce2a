package engine_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with testdata/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
}

// export is a rule with a leaf of every sort.
func export() *engine.Engine {
	exported := field("Operation", ir.Equals, "%%2464")
	system := field("SubjectUserSid", ir.Equals, "S-1-5-18", "S-1-5-19")
	absent := field("Absent", ir.Contains, "x")
	words := keyword("dadmin")
	words.Text = "'dadmin'"
	code := &ir.Leaf{Meta: ir.Meta{Text: `KeyType startsWith "%%"`}, Fields: []string{"KeyType", "Nowhere"},
		Eval: func(l ir.Lookup) (bool, error) { return l.Field("KeyType") != nil && l.Field("nowhere") == nil, nil }}
	either := &ir.AtLeast{N: 1, Kids: []ir.Node{absent, words}, Meta: ir.Meta{Text: "1 of either*", Label: "either"}}
	r := rule("export", security, and(
		named("selection", number("EventID", "5059", 5059), exported), not(named("filter", system)), either, code))
	e, err := engine.New(set(r))
	if err != nil {
		panic(err)
	}
	return e
}

func exportEvent(sid string) *event.Event {
	operation := event.TextValue("%%2464").WithMeaning(&event.Meaning{Code: "%%2464", Text: "Export of persistent cryptographic key."})
	return newEvent("Security", "Microsoft-Windows-Security-Auditing", 5059,
		data("SubjectUserSid", sid), data("SubjectUserName", "DADMIN"), data("KeyType", "%%2499"),
		event.Field{Name: "Operation", Section: event.EventData, Value: operation})
}

func TestExplain(t *testing.T) {
	e := export()
	for name, ev := range map[string]*event.Event{
		"match":    exportEvent("S-1-5-21-1-2-3-1104"),
		"no_match": exportEvent("S-1-5-18"),
		"no_apply": sysmon1(),
	} {
		trace, err := e.Explain("EXPORT", ev)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".txt", []byte(trace.String()))
		j, err := json.MarshalIndent(trace, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".json", append(j, '\n'))
		alerts, _ := e.Match(nil, ev)
		if (len(alerts) == 1) != (trace.Result == engine.Matched) {
			t.Errorf("%s: %d alerts, but %s", name, len(alerts), trace.Result)
		}
	}
	if _, err := e.Explain("nosuch", sysmon1()); err == nil {
		t.Error("an unknown rule is an error")
	}
	if all := e.ExplainAll(sysmon1()); len(all) != 1 || all[0].Result != engine.DidNotApply {
		t.Errorf("all: %v", all)
	}
}

func TestExplainUnknownLogsource(t *testing.T) {
	e := compile(t, rule("r", logsource("toaster", "", "lever"), and()))
	trace, err := e.Explain("r", sysmon1())
	if err != nil || trace.Reason != "log source toaster/lever is not known" {
		t.Errorf("reason %q, %v", trace.Reason, err)
	}
}

func TestExplainFailure(t *testing.T) {
	e := compile(t, rule("r", anyWindows, &ir.Leaf{Eval: func(ir.Lookup) (bool, error) { panic("oops") }}))
	trace, _ := e.Explain("r", sysmon1())
	if trace.Result != engine.Failed || trace.Condition.Reason != "panic: oops" {
		t.Errorf("%s because %q", trace.Result, trace.Condition.Reason)
	}
}

func TestAlert(t *testing.T) {
	e := export()
	ev := exportEvent("S-1-5-21-1-2-3-1104")
	alerts, err := e.Match(nil, ev)
	if err != nil || len(alerts) != 1 {
		t.Fatalf("%d alerts, %v", len(alerts), err)
	}
	a := alerts[0]
	j, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "alert.json", append(j, '\n'))
	if a.Event == ev || &a.Event.Fields[0] == &ev.Fields[0] {
		t.Error("the alert keeps the event")
	}
	again, _ := export().Match(nil, exportEvent("S-1-5-21-1-2-3-1104"))
	other, _ := e.Match(nil, exportEvent("S-1-5-21-1-2-3-1105"))
	if again[0].ID != a.ID || other[0].ID == a.ID {
		t.Errorf("ids %s, %s, %s", a.ID, again[0].ID, other[0].ID)
	}
}

func TestMatchedNamesTheEventsField(t *testing.T) {
	e := compile(t, rule("r", processCreation, and(field("Image", ir.EndsWith, "x.exe"), field("ParentImage", ir.Null))))
	alerts, _ := e.Match(nil, security4688(data("NewProcessName", `C:\X.exe`)))
	if len(alerts) != 1 || len(alerts[0].Matched) != 2 {
		t.Fatalf("alerts %v", alerts)
	}
	m := alerts[0].Matched
	if m[0].Field != "Image" || m[0].EventField != "NewProcessName" || m[0].Value != `C:\X.exe` || m[0].Pattern != "x.exe" || m[0].Operator != "endswith" {
		t.Errorf("first: %+v", m[0])
	}
	if m[1].Field != "ParentImage" || m[1].Operator != "null" || m[1].Value != "" || m[1].EventField != "" {
		t.Errorf("second: %+v", m[1])
	}
}
