package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestGraylog(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"kept", "graylog", `{"timestamp": "2024-05-21T09:14:37.4021173Z", "source": "wec", "message": "Key migration operation.",
			"winlogbeat_winlog_channel": "Security", "winlogbeat_winlog_event_id": 5059,
			"winlogbeat_winlog_provider_name": "Microsoft-Windows-Security-Auditing",
			"winlogbeat_winlog_computer_name": "CA01.contoso.local", "winlogbeat_winlog_record_id": 77,
			"winlogbeat_winlog_event_data_SubjectUserSid": "S-1-5-21-1-2-3-1104",
			"winlogbeat_winlog_event_data_SubjectUserName": "dadmin",
			"winlogbeat_winlog_event_data_ProviderName": "Microsoft Software Key Storage Provider",
			"winlogbeat_winlog_event_data_KeyName": "CA key", "winlogbeat_winlog_event_data_KeyType": "%%2499",
			"winlogbeat_winlog_event_data_Operation": "%%2464", "winlogbeat_winlog_event_data_ReturnCode": "0x0"}`, ""},
		{"on the wire, without a prefix", "graylog", `{"version": "1.1", "host": "wec", "short_message": "x", "timestamp": 1716282877.402, "_winlog_channel": "Security",
			"_winlog_event_id": 5059, "_winlog_provider_name": "Microsoft-Windows-Security-Auditing",
			"_winlog_computer_name": "CA01.contoso.local", "_winlog_record_id": 77,
			"_winlog_event_data_SubjectUserSid": "S-1-5-21-1-2-3-1104", "_winlog_event_data_SubjectUserName": "dadmin",
			"_winlog_event_data_ProviderName": "Microsoft Software Key Storage Provider", "_winlog_event_data_KeyName": "CA key",
			"_winlog_event_data_KeyType": "%%2499", "_winlog_event_data_Operation": "%%2464", "_winlog_event_data_ReturnCode": "0x0"
			}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
