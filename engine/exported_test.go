package engine_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/rules/ir"
)

// TestExported: what correlations read of two logs is the same text where the
// logs mean the same.
func TestExported(t *testing.T) {
	r := rule("r", processCreation, field("Image", ir.Equals, "a"))
	r.Exports = []string{"ProcessId", "GrantedAccess", "LogonGuid"}
	e := compile(t, r)
	hex := func(name string, n uint64) event.Field {
		return event.Field{Name: name, Section: event.EventData, Value: event.HexValue(n)}
	}
	pid := event.Field{Name: "ProcessId", Section: event.EventData, Value: event.UintValue(4660)}
	for name, ev := range map[string]*event.Event{
		"Sysmon":   sysmon1(data("Image", "a"), pid, hex("GrantedAccess", 0x1F), data("LogonGuid", "{0A1B2C3D-0000-0000-0000-00000000000F}")),
		"Security": security4688(data("NewProcessName", "a"), hex("NewProcessId", 4660), hex("GrantedAccess", 0x1F), data("LogonGuid", "0a1b2c3d-0000-0000-0000-00000000000f")),
	} {
		alerts, err := e.Match(nil, ev)
		if err != nil || len(alerts) != 1 {
			t.Fatal(name, alerts, err)
		}
		for field, want := range map[string]string{"ProcessId": "4660", "GrantedAccess": "0x1f", "LogonGuid": "{0A1B2C3D-0000-0000-0000-00000000000F}"} {
			if got := alerts[0].Exported(field); len(got) != 1 || got[0] != want {
				t.Errorf("%s: %s is %q, want %s", name, field, got, want)
			}
		}
	}
}
