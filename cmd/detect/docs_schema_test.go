package main

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/engine/alert"
	"github.com/rulehound/rulehound/normalize/event"
)

// TestAlertSchemaNamesEveryKey: no key of an alert is without its row.
func TestAlertSchemaNamesEveryKey(t *testing.T) {
	src, err := os.ReadFile("../../docs/alert-schema.md")
	if err != nil {
		t.Fatal(err)
	}
	for prefix, v := range map[string]any{"rule.": alert.Rule{}, "": alert.Match{}, "source.": event.Source{}} {
		for f := range reflect.TypeOf(v).Fields() {
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !strings.Contains(string(src), "`"+prefix+key+"`") {
				t.Errorf("docs/alert-schema.md does not name %s%s", prefix, key)
			}
		}
	}
}
