package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestVector(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"windows_event_log", "vector", `{"timestamp": "2024-05-21T09:14:37.4021173Z", "host": "CA01", "source_type": "windows_event_log", "event_id": 5059,
			"provider_name": "Microsoft-Windows-Security-Auditing", "channel": "Security", "computer": "CA01.contoso.local",
			"record_id": 77, "event_data": ` + exportData + `}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
