package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestGELF(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"NXLog", "gelf", `{"version": "1.1", "host": "CA01.contoso.local", "short_message": "Key migration operation.",
			"timestamp": 1716282877.402, "_EventID": 5059, "_SourceName": "Microsoft-Windows-Security-Auditing",
			"_RecordNumber": 77, "_Channel": "Security", "_EventData": 0, "_SubjectUserSid": "S-1-5-21-1-2-3-1104",
			"_SubjectUserName": "dadmin", "_ProviderName": "Microsoft Software Key Storage Provider", "_KeyName": "CA key",
			"_KeyType": "%%2499", "_Operation": "%%2464", "_ReturnCode": "0x0"}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
