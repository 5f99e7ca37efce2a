package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestOpenTelemetry(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"body", "opentelemetry", `{"channel": "Security", "computer": "CA01.contoso.local", "event_id": {"id": 5059, "qualifiers": 0},
			"event_data": ` + exportData + `, "keywords": ["Audit Success"], "level": "Information", "provider": {
			"guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}", "name": "Microsoft-Windows-Security-Auditing"}, "record_id": 77,
			"system_time": "2024-05-21T09:14:37.4021173Z"}`, ""},
		{"a record's body, a list of data", "envelope+opentelemetry", `{"Timestamp": "2024-05-21T09:14:37.4021173Z", "Body": {"channel": "Security", "computer": "CA01.contoso.local",
			"event_id": {"id": 5059, "qualifiers": 0}, "event_data": {"data": [{"SubjectUserSid": "S-1-5-21-1-2-3-1104"}, {
			"SubjectUserName": "dadmin"}, {"ProviderName": "Microsoft Software Key Storage Provider"}, {"KeyName": "CA key"}, {
			"KeyType": "%%2499"}, {"Operation": "%%2464"}, {"ReturnCode": "0x0"}]}, "keywords": ["Audit Success"],
			"level": "Information", "provider": {"guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
			"name": "Microsoft-Windows-Security-Auditing"}, "record_id": 77, "system_time": "2024-05-21T09:14:37.4021173Z"}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
