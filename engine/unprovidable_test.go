package engine_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rulehound/rulehound/engine"
	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/rules"
	"github.com/rulehound/rulehound/rules/sigma"
)

// A negated field that an event can never have is named on the alert, or keeps
// the rule from the event.
func TestUnprovidable(t *testing.T) {
	const sysmon = `{"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1, "Image": "C:\\a.exe"}`
	const native = `{"Channel": "Security", "EventID": 4688, "NewProcessName": "C:\\a.exe"}`
	tests := []struct {
		name, condition, event string
		choice                 engine.Unprovidable
		want                   string // the fields, "-" for no alert
	}{
		{"annotated", "sel and not filter", native, engine.AnnotateUnprovidable, "OriginalFileName"},
		{"said nothing of", "sel and not filter", native, engine.MatchUnprovidable, ""},
		{"skipped", "sel and not filter", native, engine.SkipUnprovidable, "-"},
		{"provided", "sel and not filter", sysmon, engine.SkipUnprovidable, ""},
		{"negated twice", "sel and not (not filter)", native, engine.AnnotateUnprovidable, "-"},
		{"needed by one of two", "sel or filter", native, engine.AnnotateUnprovidable, ""},
		{"null", "sel and none", native, engine.AnnotateUnprovidable, "Hashes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := fstest.MapFS{"r.yml": {Data: []byte(`
title: T
id: 5a4f6b9c-0f3e-4d0e-9a51-2b1f7a2d7c11
logsource: {product: windows, category: process_creation}
detection:
  sel: {Image|endswith: '\a.exe'}
  filter: {OriginalFileName: b.exe}
  none: {Hashes: null}
  condition: ` + test.condition)}}
			set, err := (&rules.Loader{Formats: []rules.Format{sigma.Format()}}).Load(t.Context(), files)
			if err != nil {
				t.Fatal(err)
			}
			eng, err := engine.New(set, engine.WithUnprovidable(test.choice))
			if err != nil {
				t.Fatal(err)
			}
			got := "-"
			recs := jsonl.Records(t.Context(), strings.NewReader(test.event), "test")
			for a, err := range eng.Run(t.Context(), normalize.New().Events(recs)) {
				if err != nil {
					t.Fatal(err)
				}
				got = strings.Join(a.Unprovidable, " ")
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if _, err := engine.New(&rules.Set{}, engine.WithUnprovidable("x")); err == nil {
		t.Error("an unknown choice is taken")
	}
}
