package dialect_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// One export of a key in the forms of this dialect.
func TestSplunk(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"export", "splunk+winevent", `{"preview": false, "offset": 0, "result": {"_raw": "` + exportXML + `", "_time": "2024-05-21T09:14:37.402+00:00",
			"host": "CA01.contoso.local"}}`, ""},
		{"export of all", "splunk+winevent", `{"preview": false, "init_offset": 0, "results": [{"_raw": "` + exportXML + `", "_time": "2024-05-21T09:14:37.402+00:00"}],
			"fields": [{"name": "_raw"}]}`, ""},
		{"collector, XML", "splunk-hec+winevent", `{"time": "1716282877.402", "host": "CA01", "sourcetype": "XmlWinEventLog", "event": "` + exportXML + `"}`, ""},
		{"collector, rendered", "splunk-hec+splunk-classic", `{"time": 1716282877.402, "host": "CA01",
			"event": "05/21/2024 09:14:37 AM\nLogName=Security\nEventCode=5059\nEventType=0\nComputerName=CA01.contoso.local\nSourceName=Microsoft Windows security auditing.\nType=Information\nRecordNumber=77\nKeywords=Audit Success\nMessage=` + exportMessage + `"
			}`, ""},
		{"export, rendered", "splunk+splunk-classic", `{"result": {
			"_raw": "05/21/2024 09:14:37 AM\nLogName=Security\nEventCode=5059\nEventType=0\nComputerName=CA01.contoso.local\nSourceName=Microsoft Windows security auditing.\nType=Information\nRecordNumber=77\nKeywords=Audit Success\nMessage=` + exportMessage + `",
			"_time": "2024-05-21T09:14:37.000+00:00"}}`, ""},
		{"rendered", "splunk-classic", "05/21/2024 09:14:37 AM\nLogName=Security\nEventCode=5059\nEventType=0\nComputerName=CA01.contoso.local\nSourceName=Microsoft Windows security auditing.\nType=Information\nRecordNumber=77\nKeywords=Audit Success\nMessage=" + plainMessage + "\n", "zone"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}

// Splunk gives a label that two sections have the values of both.
func TestSplunkLabelsOfSeveralSections(t *testing.T) {
	evs := eventsIn(t, `{"LogName": "Security", "EventCode": "4624", "Account_Name": ["HOST$", "dadmin"], "Logon_ID": ["0x3e7", "0x8dcdc"], "Account_Domain": ["A", "B", "C"], "Logon_Type": "3"}`)
	for _, want := range []string{"SubjectUserName=HOST$", "TargetUserName=dadmin", "SubjectLogonId=0x3e7", "TargetLogonId=0x8dcdc", "Account Domain=A", "LogonType=3"} {
		name, value, _ := strings.Cut(want, "=")
		if v, ok := evs[0].Fields.In(event.EventData, name); !ok || v.Raw() != value {
			t.Errorf("%s is %q, want %q", name, v.Raw(), value)
		}
	}
}
