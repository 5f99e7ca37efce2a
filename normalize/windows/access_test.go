package windows_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

func TestAccess(t *testing.T) {
	text := event.TextValue
	tests := []struct {
		name, server, object string
		mask                 event.Value
		want                 string // "" for none
	}{
		{"file", "Security", "File", event.HexText("0x120089", 0x120089), "ReadData (or ListDirectory), ReadEA, ReadAttributes, READ_CONTROL, SYNCHRONIZE"},
		{"file on a share", "", "File", text("0x2"), "WriteData (or AddFile)"},
		{"key", "Security", "Key", text("0x20019"), "Query key value, Enumerate sub-keys, Notify about changes to keys, READ_CONTROL"},
		{"process", "Security", "Process", text("0x10"), "Read from process memory"},
		{"service", "SC Manager", "SERVICE OBJECT", text("0x10"), "Start the service"},
		{"account", "Security Account Manager", "SAM_USER", text("0x80"), "SetPassword (without knowledge of old password)"},
		{"secret of the LSA", "LSA", "SecretObject", text("0x2"), "Query secret value"},
		{"directory, whatever the class", "DS", "%{bf967aba-0de6-11d0-a285-00aa003049e2}", text("0x100"), "Control Access"},
		{"printer", "Spooler", "Printer", text("0x8"), "Print"},
		{"what all objects share", "Somebody", "-", text("0x110000"), "DELETE, SYNCHRONIZE"},
		{"decimal", "Security", "-", text("16777216"), "ACCESS_SYS_SEC"},
		{"a type that is not known", "WS-Management Listener", "Enumerate", text("0x7"), ""},
		{"nothing", "Security", "File", text("0x0"), ""},
		{"no number", "Security", "File", text("%%4416"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := windows.Access(test.server, test.object, test.mask)
			if m == nil {
				m = &event.Meaning{}
			}
			if m.Text != test.want {
				t.Errorf("got %q, want %q", m.Text, test.want)
			}
		})
	}
}

func TestHasAccess(t *testing.T) {
	for class, want := range map[event.Class]bool{
		{Channel: "security", EventID: 4663}: true,
		{Channel: "security", EventID: 4624}: false,
		{Channel: "system", EventID: 4663}:   false,
	} {
		if windows.HasAccess(class) != want {
			t.Errorf("%v: got %v", class, !want)
		}
	}
}
