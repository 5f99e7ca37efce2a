package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestSplunkFields(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"attributes in quotation marks", "envelope+splunk-fields", `{"result": {"_time": "2024-05-21 09:14:37.402 UTC", "Channel": "Security", "Computer": "CA01.contoso.local",
			"EventCode": "5059", "EventID": "5059", "EventRecordID": "77", "Name": "'Microsoft-Windows-Security-Auditing'",
			"Guid": "'{54849625-5478-4994-A5BA-3E3B0328C30D}'", "host": "CA01", ` + exportMembers + `}}`, ""},
		{"times of the event", "splunk-fields", `{"SystemTime": "'2024-05-21T09:14:37.4021173Z'", "Channel": "Security", "Computer": "CA01.contoso.local",
			"EventCode": 5059, "RecordNumber": 77, "SourceName": "Microsoft-Windows-Security-Auditing", ` + exportMembers + `}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
