package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestVelociraptor(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"rows", "velociraptor", `{"EventTime": "2024-05-21T09:14:37.4021173Z", "Computer": "CA01.contoso.local", "Channel": "Security",
			"Provider": "Microsoft-Windows-Security-Auditing", "EventID": 5059, "EventRecordID": 77, "EventData": ` + exportData + `}`, ""},
		{"parse_evtx", "velocidex", `{"System": {"Provider": {"Name": "Microsoft-Windows-Security-Auditing"}, "EventID": {"Value": 5059}, "TimeCreated": {
			"SystemTime": 1716282877.402117}, "EventRecordID": 77, "Channel": "Security", "Computer": "CA01.contoso.local"},
			"EventData": ` + exportData + `, "OSPath": "C:\\x.evtx"}`, ""},
		{"findings", "envelope+velocidex", `{"Timestamp": "2024-05-21T09:14:37.4021173Z", "Computer": "CA01.contoso.local", "Channel": "Security", "EID": 5059,
			"Title": "Key exported", "_Event": {"System": {"Provider": {"Name": "Microsoft-Windows-Security-Auditing"}, "EventID": {
			"Value": 5059}, "TimeCreated": {"SystemTime": 1716282877.402117}, "EventRecordID": 77, "Channel": "Security",
			"Computer": "CA01.contoso.local"}, "EventData": ` + exportData + `}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
