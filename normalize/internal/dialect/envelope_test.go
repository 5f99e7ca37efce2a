package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestEnvelope(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"a finding of Chainsaw", "envelope+evtx_dump", `[{"group": "Sigma", "kind": "individual", "document": {"kind": "evtx", "path": "x.evtx", "data": {"Event": {"System": {
			"Provider": {"#attributes": {"Name": "Microsoft-Windows-Security-Auditing",
			"Guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}"}}, "EventID": 5059, "Version": 1, "Keywords": "0x8020000000000000",
			"TimeCreated": {"#attributes": {"SystemTime": "2024-05-21T09:14:37.4021173Z"}}, "EventRecordID": 77,
			"Channel": "Security", "Computer": "CA01.contoso.local"}, "EventData": ` + exportData + `}}}, "name": "n",
			"timestamp": "2024-05-21T09:14:37.4021173Z"}]`, ""},
		{"a payload", "envelope+evtx_dump", `{"topic": "t", "partition": 0, "payload": {"Event": {"System": {"Provider": {"#attributes": {
			"Name": "Microsoft-Windows-Security-Auditing", "Guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}"}}, "EventID": 5059,
			"Version": 1, "Keywords": "0x8020000000000000", "TimeCreated": {"#attributes": {
			"SystemTime": "2024-05-21T09:14:37.4021173Z"}}, "EventRecordID": 77, "Channel": "Security",
			"Computer": "CA01.contoso.local"}, "EventData": ` + exportData + `}}}`, ""},
		{"a message of a queue", "wrapped+evtx_dump", `{"topic": "t", "partition": 0,
			"value": "{\"Event\":{\"System\":{\"Provider\": {\"#attributes\": {\"Name\": \"Microsoft-Windows-Security-Auditing\", \"Guid\": \"{54849625-5478-4994-A5BA-3E3B0328C30D}\"}}, \"EventID\": 5059, \"Version\": 1, \"Keywords\": \"0x8020000000000000\", \"TimeCreated\": {\"#attributes\": {\"SystemTime\": \"2024-05-21T09:14:37.4021173Z\"}}, \"EventRecordID\": 77, \"Channel\": \"Security\", \"Computer\": \"CA01.contoso.local\"},\"EventData\":{}}}"
			}`, "key type,operation,return code,key storage provider,key,account"},
		{"Fluent Bit's filter nest", "envelope+fluentbit", `{"date": 1716282877.0, "winlog": {"ProviderName": "Microsoft-Windows-Security-Auditing", "EventID": 5059, "Version": 1,
			"Keywords": "0x8020000000000000", "TimeCreated": "2024-05-21 11:14:37 +0200", "EventRecordID": 77, "Channel": "Security", "Computer": "CA01.contoso.local",
			"EventData": ` + exportData + `}, "host": "wec"}`, ""},
		{"XML in a field", "wrapped+winevent", `{"host": "wec", "Event": "` + exportXML + `"}`, ""},
		{"what Zircolite matched", "flat", `{"title": "x", "count": 1, "matches": [{"Channel": "Security", "Computer": "CA01.contoso.local", "EventID": 5059,
			"EventRecordID": 77, "SystemTime": "2024-05-21T09:14:37.4021173Z",
			"Provider_Name": "Microsoft-Windows-Security-Auditing", ` + exportMembers + `}]}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
