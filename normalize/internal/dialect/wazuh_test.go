package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestWazuh(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"archive", "wazuh", `{"timestamp": "2024-05-21T09:14:38.000+0000", "agent": {"id": "001", "name": "CA01"}, "decoder": {
			"name": "windows_eventchannel"}, "data": {"win": {"system": {"providerName": "Microsoft-Windows-Security-Auditing",
			"eventID": "5059", "systemTime": "2024-05-21T09:14:37.4021173Z", "eventRecordID": "77", "channel": "Security",
			"computer": "CA01.contoso.local"}, "eventdata": ` + exportLower + `}}, "location": "EventChannel"}`, ""},
		{"indexed alert", "elasticsearch+wazuh", `{"_index": "wazuh-alerts-4.x", "_source": {"rule": {"id": "60103"}, "data": {"win": {"system": {
			"providerName": "Microsoft-Windows-Security-Auditing", "eventID": "5059", "systemTime": "2024-05-21T09:14:37.4021173Z",
			"eventRecordID": "77", "channel": "Security", "computer": "CA01.contoso.local"}, "eventdata": ` + exportLower + `}}}}`, ""},
		{"without what is around", "wazuh", `{"win": {"system": {"providerName": "Microsoft-Windows-Security-Auditing", "eventID": "5059",
			"systemTime": "2024-05-21T09:14:37.4021173Z", "eventRecordID": "77", "channel": "Security",
			"computer": "CA01.contoso.local"}, "eventdata": ` + exportLower + `}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}

// Wazuh's agent writes backslashes twice; other texts stay what they are.
func TestWazuhBackslashes(t *testing.T) {
	for text, want := range map[string]string{
		`C:\\\\Windows\\\\whoami.exe`:              `C:\Windows\whoami.exe`,
		`\\\"C:\\\\Windows\\\\whoami.exe\\\" /all`: `"C:\Windows\whoami.exe" /all`,
		`\\\\\\\\srv\\\\share`:                     `\\srv\share`,
		`C:\\Windows\\whoami.exe`:                  `C:\Windows\whoami.exe`,
		`\\\\srv\\share`:                           `\\srv\share`,
		`a\"b`:                                     `a"b`,
	} {
		ev := fromJSON(t, `{"data": {"win": {"system": {"channel": "Security", "eventID": "4688"}, "eventdata": {"commandLine": "`+text+`"}}}}`)[0]
		if v, _ := ev.Fields.Get("CommandLine"); v.Raw() != want {
			t.Errorf("%s is %s, want %s", text, v.Raw(), want)
		}
	}
}
