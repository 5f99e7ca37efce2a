package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestHayabusa(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"objects", "hayabusa", `{"Timestamp": "2024-05-21 09:14:37.402 +00:00", "RuleTitle": "Key", "Level": "info", "Computer": "CA01.contoso.local",
			"Channel": "Sec", "EventID": 5059, "RecordID": 77, "Provider": "Microsoft-Windows-Security-Auditing", "Details": {
			"User": "dadmin"}, "ExtraFieldInfo": ` + exportData + `}`, ""},
		{"texts", "hayabusa", `{"Timestamp": "2024-05-21 09:14:37.402 +00:00", "RuleTitle": "Key", "Level": "info", "Computer": "CA01.contoso.local",
			"Channel": "Sec", "EventID": 5059, "RecordID": 77,
			"AllFieldInfo": "SubjectUserSid: S-1-5-21-1-2-3-1104 ¦ SubjectUserName: dadmin ¦ ProviderName: Microsoft Software Key Storage Provider ¦ KeyName: CA key ¦ KeyType: %%2499 ¦ Operation: %%2464 ¦ ReturnCode: 0x0"
			}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
