package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestWMI(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"Logstash", "wmi", `{"@timestamp": "2024-05-21T09:14:38Z", "type": "wineventlog", "EventIdentifier": 5059, "Logfile": "Security",
			"SourceName": "Microsoft-Windows-Security-Auditing", "ComputerName": "CA01.contoso.local", "RecordNumber": 77,
			"InsertionStrings": ` + exportInserts + `, "EventCode": 5059, "TimeGenerated": "20240521051437.402117-240",
			"Type": "Audit Success"}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
