package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestOTLP(t *testing.T) {
	text := func(key, value string) string {
		return `{"key": "` + key + `", "value": {"stringValue": "` + value + `"}}`
	}
	object := func(members ...string) string {
		return `{"kvlistValue": {"values": [` + strings.Join(members, ", ") + `]}}`
	}
	member := func(key, value string) string { return `{"key": "` + key + `", "value": ` + value + `}` }
	list := func(values ...string) string {
		return `{"arrayValue": {"values": [` + strings.Join(values, ", ") + `]}}`
	}
	record := func(body string) string {
		return `{"timeUnixNano": "1716282877402117300", "observedTimeUnixNano": "1716282899000000000", "severityNumber": 9,
			"severityText": "Information", "body": ` + body + `, "attributes": [], "traceId": "", "spanId": ""}`
	}
	batch := func(records string) string {
		return `{"resourceLogs": [{"resource": {"attributes": [` + text("host.name", "collector") + `]},
			"scopeLogs": [{"scope": {}, "logRecords": [` + records + `]}]}]}`
	}
	data := []string{text("SubjectUserSid", "S-1-5-21-1-2-3-1104"), text("SubjectUserName", "dadmin"),
		text("ProviderName", "Microsoft Software Key Storage Provider"), text("KeyName", "CA key"), text("KeyType", "%%2499"),
		text("Operation", "%%2464"), text("ReturnCode", "0x0")}
	body := func(data string) string {
		return object(text("channel", "Security"), text("computer", "CA01.contoso.local"),
			member("event_id", object(member("id", `{"intValue": "5059"}`), member("qualifiers", `{"intValue": "0"}`))),
			member("keywords", list(`{"stringValue": "Audit Success"}`)), member("details", `{"kvlistValue": {}}`), member("task", `{}`),
			member("provider", object(text("name", "Microsoft-Windows-Security-Auditing"))),
			member("record_id", `{"intValue": "77"}`), text("system_time", "2024-05-21T09:14:37.4021173Z"), member("event_data", data))
	}
	var items []string
	for _, d := range data {
		items = append(items, object(d))
	}
	tests := []struct{ name, dialect, log, lacks string }{
		{"a batch", "otlp+opentelemetry", batch(record(body(object(data...)))), ""},
		{"a list of data", "otlp+opentelemetry", record(body(object(member("data", list(items...))))), ""},
		{"raw", "otlp+winevent", batch(record(`{"stringValue": "` + exportXML + `"}`)), ""},
		{"values before keys", "flat", record(`{"kvlistValue": {"values": [{"value": {"stringValue": "Security"}, "key": "channel"}]}}`),
			"channel,provider,id,computer,record,time,key type,operation,return code,key storage provider,key,account"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
	if evs := eventsIn(t, batch(record(body(object(data...)))+","+record(body(object(data...))))+"\n"+batch(record(body(object())))); len(evs) != 3 {
		t.Errorf("%d events in two batches of two and one", len(evs))
	}
}
