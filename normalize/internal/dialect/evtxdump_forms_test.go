package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestEvtxDumpForms(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"with the number and time of the record", "evtx_dump", `{"event_record_id": 77, "timestamp": "2024-05-21 09:14:37.402117 UTC", "Event": {"#attributes": {"xmlns": "x"},
			"System": {"Provider": {"#attributes": {"Name": "Microsoft-Windows-Security-Auditing",
			"Guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}"}}, "EventID": 5059, "Version": 1, "Keywords": "0x8020000000000000",
			"TimeCreated": {"#attributes": {"SystemTime": "2024-05-21T09:14:37.4021173Z"}}, "EventRecordID": 77,
			"Channel": "Security", "Computer": "CA01.contoso.local"}, "EventData": ` + exportData + `}}`, ""},
		{"attributes apart", "evtx_dump", `{"Event": {"System": {"Provider_attributes": {"Name": "Microsoft-Windows-Security-Auditing",
			"Guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}"}, "EventID": 5059, "TimeCreated_attributes": {
			"SystemTime": "2024-05-21T09:14:37.4021173Z"}, "EventRecordID": 77, "Channel": "Security",
			"Computer": "CA01.contoso.local"}, "EventData": ` + exportData + `}}`, ""},
		{"qualifiers", "evtx_dump", `{"Event": {"System": {"Provider": {"#attributes": {"Name": "Microsoft-Windows-Security-Auditing",
			"Guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}"}}, "EventID": {"#attributes": {"Qualifiers": 0}, "#text": 5059},
			"Version": 1, "Keywords": "0x8020000000000000", "TimeCreated": {"#attributes": {
			"SystemTime": "2024-05-21T09:14:37.4021173Z"}}, "EventRecordID": 77, "Channel": "Security",
			"Computer": "CA01.contoso.local"}, "EventData": ` + exportData + `}}`, ""},
		{"attributes as in JavaScript", "evtx_dump", `{"Event": {"$": {"xmlns": "x"}, "System": [{"Provider": [{"$": {"Name": "Microsoft-Windows-Security-Auditing"}}],
			"EventID": ["5059"], "TimeCreated": [{"$": {"SystemTime": "2024-05-21T09:14:37.4021173Z"}}], "EventRecordID": ["77"],
			"Channel": ["Security"], "Computer": ["CA01.contoso.local"]}], "EventData": [{"Data": [{"_": "S-1-5-21-1-2-3-1104",
			"$": {"Name": "SubjectUserSid"}}, {"_": "dadmin", "$": {"Name": "SubjectUserName"}}, {
			"_": "Microsoft Software Key Storage Provider", "$": {"Name": "ProviderName"}}, {"_": "CA key", "$": {"Name": "KeyName"}
			}, {"_": "%%2499", "$": {"Name": "KeyType"}}, {"_": "%%2464", "$": {"Name": "Operation"}}, {"_": "0x0", "$": {
			"Name": "ReturnCode"}}]}]}}`, ""},
		{"flattened by an agent", "evtx_dump", `{"Event": {"System": {"Provider": {"Name": "Microsoft-Windows-Security-Auditing"}, "EventID": "5059", "TimeCreated": {
			"SystemTime": "2024-05-21T09:14:37.4021173Z"}, "EventRecordID": "77", "Channel": "Security",
			"Computer": "CA01.contoso.local"}, "EventData": {"Data": ` + exportData + `}}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
