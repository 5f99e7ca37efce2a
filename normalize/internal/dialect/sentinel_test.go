package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestSentinel(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"SecurityEvent", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.4021173Z", "Computer": "CA01.contoso.local",
			"EventSourceName": "Microsoft-Windows-Security-Auditing", "Channel": "Security", "EventID": 5059,
			"EventData": "` + exportDataXML + `", "Type": "SecurityEvent", "Level": "8"}`, "record"},
		{"Event", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.403Z", "Source": "Microsoft-Windows-Security-Auditing", "EventLog": "Security",
			"Computer": "CA01.contoso.local", "EventLevelName": "Information",
			"EventData": "<DataItem type='System.XmlData' time='2024-05-21T05:14:37-04:00'>` + exportDataXML + `</DataItem>", "EventID": 5059,
			"RenderedDescription": "` + exportMessage + `", "Type": "Event"}`, "record"},
		{"parameters in order", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.403Z", "Source": "Microsoft-Windows-Security-Auditing", "EventLog": "Security",
			"Computer": "CA01.contoso.local",
			"ParameterXml": "<Param>S-1-5-21-1-2-3-1104</Param><Param>dadmin</Param><Param>CONTOSO</Param><Param>0x38e2d</Param><Param>4912</Param><Param>2024-05-21T09:14:35Z</Param><Param>Microsoft Software Key Storage Provider</Param><Param>RSA</Param><Param>CA key</Param><Param>%%2499</Param><Param>%%2464</Param><Param>0x0</Param>",
			"EventID": 5059, "Type": "Event"}`, "record"},
		{"parameters before the data", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.403Z", "Source": "Microsoft-Windows-Security-Auditing", "EventLog": "Security",
			"Computer": "CA01.contoso.local", "ParameterXml": "<Param>other</Param>", "EventData": "` + exportDataXML + `", "EventID": 5059, "Type": "Event"}`, "record"},
		{"rows below columns", "sentinel", `{"tables": [{"name": "PrimaryResult", "columns": [{"name": "TimeGenerated", "type": "datetime"}, {"name": "Computer"}, {"name": "Type"},
			{"name": "EventID"}, {"name": "EventData"}], "rows": [["2024-05-21T09:14:37.403Z", "CA01.contoso.local", "SecurityEvent", 5059, "` + exportDataXML + `"]]}]}`, "record"},
		{"WindowsEvent", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.4021173Z", "Provider": "Microsoft-Windows-Security-Auditing",
			"Channel": "Security", "Computer": "CA01.contoso.local", "EventID": 5059, "EventRecordId": "77",
			"EventData": ` + exportData + `, "Type": "WindowsEvent"}`, ""},
		{"data as JSON in a text", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.4021173Z", "Provider": "Microsoft-Windows-Security-Auditing",
			"Channel": "Security", "Computer": "CA01.contoso.local", "EventID": 5059, "EventRecordId": "77",
			"EventData": "{\"KeyType\":\"%%2499\",\"Operation\":\"%%2464\",\"ReturnCode\":\"0x0\"}", "Type": "WindowsEvent"}`, "key,key storage provider,account"},
		{"a log of one's own", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.4021173Z", "Channel_s": "Security",
			"SourceName_s": "Microsoft-Windows-Security-Auditing", "Computer": "CA01.contoso.local", "EventID_d": 5059.0,
			"RecordNumber_d": 77.0, "KeyType_s": "%%2499", "Operation_s": "%%2464", "ReturnCode_s": "0x0",
			"ProviderName_s": "Microsoft Software Key Storage Provider", "KeyName_s": "CA key",
			"SubjectUserSid_s": "S-1-5-21-1-2-3-1104", "SubjectUserName_s": "dadmin"}`, ""},
		{"columns with a type", "sentinel", `{"TimeGenerated": "2024-05-21T09:14:37.4021173Z", "EventSourceName": "Microsoft-Windows-Security-Auditing",
			"Channel": "Security", "Computer": "CA01.contoso.local", "EventID": 5059, "EventData_dynamic": ` + exportData + `}`, "record"},
		{"a table of the portal", "sentinel", "TimeGenerated [UTC],Computer,EventSourceName,Channel,EventID,EventData\n\"5/21/2024, 9:14:37.402 AM\",CA01.contoso.local,Microsoft-Windows-Security-Auditing,Security,5059,\"" + exportDataXML + "\"\n", "record"},
		{"from an event hub", "sentinel", `{"records": [{"TimeGenerated": "2024-05-21T09:14:37.4021173Z", "Computer": "CA01.contoso.local",
			"EventSourceName": "Microsoft-Windows-Security-Auditing", "Channel": "Security", "EventID": 5059,
			"EventData": "` + exportDataXML + `", "Type": "SecurityEvent"}]}`, "record"},
		{"diagnostics", "wrapped+winevent", `{"time": "2024-05-21T09:14:37.4021173Z", "category": "WindowsEventLogsTable", "properties": {
			"ProviderName": "Microsoft-Windows-Security-Auditing", "EventId": 5059, "RawXml": "` + exportXML + `"}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
