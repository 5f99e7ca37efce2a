package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestOCSF(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"with the event", "ocsf", `{"class_uid": 3004, "time": 1716282877402, "metadata": {"event_code": "5059", "log_name": "Security",
			"log_provider": "Microsoft-Windows-Security-Auditing", "uid": "77"}, "device": {"hostname": "CA01.contoso.local"},
			"raw_data": "` + exportXML + `"}`, ""},
		{"data below unmapped", "ocsf", `{"class_uid": 0, "time": 1716282877402, "metadata": {"event_code": "5059", "log_name": "Security",
			"log_provider": "Microsoft-Windows-Security-Auditing", "uid": "77"}, "device": {"hostname": "CA01.contoso.local"},
			"unmapped": {"EventData": ` + exportData + `}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
