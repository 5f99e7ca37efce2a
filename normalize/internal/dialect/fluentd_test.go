package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestFluentd(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"in order", "fluentd", `{"channel": "security", "record_number": "77", "time_generated": "2024-05-21 05:14:37 -0400", "event_id": "5059",
			"event_type": "audit_success", "event_category": "12292", "source_name": "Microsoft-Windows-Security-Auditing",
			"computer_name": "CA01.contoso.local", "description": "` + exportMessage + `", "string_inserts": ` + exportInserts + `}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
