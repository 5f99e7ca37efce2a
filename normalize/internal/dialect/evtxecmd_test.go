package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestEvtxECmd(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"JSON", "evtxecmd", `{"Computer": "CA01.contoso.local", "Payload": "` + exportDataText + `", "Channel": "Security",
			"Provider": "Microsoft-Windows-Security-Auditing", "EventId": 5059, "EventRecordId": "77", "ProcessId": 744,
			"ThreadId": 5120, "Level": "LogAlways", "Keywords": "Audit success", "TimeCreated": "2024-05-21T09:14:37.4021173+00:00",
			"RecordNumber": 77}`, ""},
		{"time without a zone", "evtxecmd", `{"Computer": "CA01.contoso.local", "Payload": "` + exportDataText + `", "Channel": "Security",
			"Provider": "Microsoft-Windows-Security-Auditing", "EventId": 5059, "EventRecordId": "77",
			"TimeCreated": "2024-05-21 09:14:37.4021173"}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
