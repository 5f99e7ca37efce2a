package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestFluentBit(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"in order", "fluentbit", `{"ProviderName": "Microsoft-Windows-Security-Auditing", "ProviderGuid": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
			"EventID": 5059, "Version": 1, "Keywords": "0x8020000000000000", "TimeCreated": "2024-05-21 05:14:37 -0400",
			"EventRecordID": 77, "ProcessID": 744, "Channel": "Security", "Computer": "CA01.contoso.local",
			"StringInserts": ` + exportInserts + `}`, ""},
		{"by name", "fluentbit", `{"ProviderName": "Microsoft-Windows-Security-Auditing", "EventID": 5059, "TimeCreated": "2024-05-21 05:14:37 -0400",
			"EventRecordID": 77, "Channel": "Security", "Computer": "CA01.contoso.local", "EventData": ` + exportData + `}`, ""},
		{"winlog", "fluentbit", `{"RecordNumber": 77, "TimeGenerated": "2024-05-21 05:14:37 -0400", "EventID": 5059, "EventType": "SuccessAudit",
			"Channel": "Security", "SourceName": "Microsoft-Windows-Security-Auditing", "ComputerName": "CA01.contoso.local",
			"StringInserts": ` + exportInserts + `}`, ""},
		{"rendered as XML", "wrapped+winevent", `{"date": 1716282877.402, "System": "` + exportXML + `", "Message": "` + exportMessage + `"}`, ""},
		{"Fluentd's successor", "fluentbit", `{"ProviderName": "Microsoft-Windows-Security-Auditing", "ProviderGUID": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
			"EventID": "5059", "TimeCreated": "2024-05-21T09:14:37.4021173Z", "EventRecordID": "77", "ProcessID": "744",
			"Channel": "Security", "Computer": "CA01.contoso.local", "EventData": ` + exportInserts + `}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
