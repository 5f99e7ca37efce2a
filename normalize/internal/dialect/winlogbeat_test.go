package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestWinlogbeat(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"nested", "winlogbeat", `{"@timestamp": "2024-05-21T09:14:37.4021173Z", "event": {"code": "5059",
			"provider": "Microsoft-Windows-Security-Auditing"}, "host": {"name": "wec"}, "winlog": {"channel": "Security",
			"provider_name": "Microsoft-Windows-Security-Auditing", "computer_name": "CA01.contoso.local", "event_id": "5059",
			"record_id": "77", "event_data": ` + exportData + `}}`, ""},
		{"flattened", "winlogbeat", `{"@timestamp": "2024-05-21T09:14:37.4021173Z", "winlog.channel": "Security",
			"winlog.provider_name": "Microsoft-Windows-Security-Auditing", "winlog.computer_name": "CA01.contoso.local",
			"winlog.event_id": "5059", "winlog.record_id": "77", "winlog.event_data": ` + exportData + `}`, ""},
		{"fields of the common schema only", "winlogbeat", `{"@timestamp": "2024-05-21T09:14:37.4021173Z", "event": {"code": "5059",
			"provider": "Microsoft-Windows-Security-Auditing"}, "winlog": {"channel": "Security",
			"computer_name": "CA01.contoso.local", "record_id": 77, "event_data": ` + exportData + `}}`, ""},
		{"the original only", "winlogbeat", `{"@timestamp": "2024-05-21T09:14:37.4021173Z", "event": {"original": "` + exportXML + `"}, "winlog": {"channel": "Security",
			"computer_name": "CA01.contoso.local", "event_id": 5059, "provider_name": "Microsoft-Windows-Security-Auditing",
			"record_id": 77}}`, ""},
		{"the message only", "winlogbeat", `{"@timestamp": "2024-05-21T09:14:37.4021173Z", "message": "` + exportMessage + `", "winlog": {"channel": "Security",
			"computer_name": "CA01.contoso.local", "event_id": 5059, "provider_name": "Microsoft-Windows-Security-Auditing",
			"record_id": 77}}`, ""},
		{"as Elasticsearch shows fields", "elasticsearch+winlogbeat", `{"_index": "x", "fields": {"@timestamp": ["2024-05-21T09:14:37.4021173Z"], "winlog.channel": ["Security"],
			"winlog.provider_name": ["Microsoft-Windows-Security-Auditing"], "winlog.computer_name": ["CA01.contoso.local"],
			"winlog.event_id": ["5059"], "winlog.record_id": ["77"], "winlog.event_data": ` + exportData + `}}`, ""},
		{"as Elasticsearch answers", "elasticsearch+winlogbeat", `{"took": 1, "hits": {"total": {"value": 1}, "hits": [{"_index": "x", "_source": {
			"@timestamp": "2024-05-21T09:14:37.4021173Z", "winlog": {"channel": "Security",
			"provider_name": "Microsoft-Windows-Security-Auditing", "computer_name": "CA01.contoso.local", "event_id": "5059",
			"record_id": "77", "event_data": ` + exportData + `}}}]}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
