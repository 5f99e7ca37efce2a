package normalize_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
)

// Whatever JSON holds, every field of its event has a section, and no value is
// there that the record did not have.
func FuzzEvent(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join("testdata", "samples", "*.json"))
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(`{"System": {"EventID": {"Value": 1}}, "EventData": {"Data": [{"Name": "A"}, {"Value": "b"}, {"@Name": "c", "#text": null}]}}`)
	f.Add(`{"Event": {"EventData": {"@": 1, "#attributes": {"xmlns": 2}, "a.b": {"@c": 3}}, "System_attributes": {"x": 4}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		n := normalize.New() // one that remembers makes coverage depend on the past
		for rec, err := range jsonl.Records(context.Background(), strings.NewReader(text), "fuzz") {
			if err != nil {
				continue
			}
			had := map[string]int{"": len(rec.Fields)} // a name without a value gives an empty one
			for _, field := range rec.Fields {
				had[field.Value.Raw()]++
			}
			plain := !holdsTexts(rec.Fields)
			ev, err := n.Event(rec)
			if errors.Is(err, event.ErrSkip) {
				continue
			}
			for _, field := range ev.Fields {
				if field.Section == event.Unsorted {
					t.Errorf("%q is in no section", field.Name)
				}
				if had[field.Value.Raw()]--; plain && had[field.Value.Raw()] < 0 {
					t.Errorf("%q has a value %q too many", field.Name, field.Value.Raw())
				}
			}
		}
	})
}

// holdsTexts reports whether the record may have more values in its texts:
// messages, XML, JSON.
func holdsTexts(fs event.Fields) bool {
	for _, f := range fs {
		if strings.ContainsAny(f.Value.Raw(), ":<{") && len(f.Value.Raw()) > 40 || strings.Contains(strings.ToLower(f.Name), "message") {
			return true
		}
	}
	return false
}
