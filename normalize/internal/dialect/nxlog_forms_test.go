package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestNXLogForms(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"local time", "nxlog", `{"EventTime": "2024-05-21 05:14:37", "Hostname": "CA01.contoso.local", "Keywords": -9214364837600034816,
			"EventType": "AUDIT_SUCCESS", "SeverityValue": 2, "EventID": 5059, "SourceName": "Microsoft-Windows-Security-Auditing",
			"ProviderGuid": "{54849625-5478-4994-A5BA-3E3B0328C30D}", "RecordNumber": 77, "Channel": "Security",
			"EventReceivedTime": "2024-05-21 05:14:38", "SourceModuleName": "in", "SourceModuleType": "im_msvistalog",
			` + exportMembers + `}`, "time,zone"},
		{"to_xml", "nxlog", `<Event><EventTime>2024-05-21T05:14:37.402117-04:00</EventTime><Hostname>CA01.contoso.local</Hostname><Keywords>-9214364837600034816</Keywords>
			<EventType>AUDIT_SUCCESS</EventType><EventID>5059</EventID><SourceName>Microsoft-Windows-Security-Auditing</SourceName><RecordNumber>77</RecordNumber>
			<Channel>Security</Channel><SubjectUserSid>S-1-5-21-1-2-3-1104</SubjectUserSid><SubjectUserName>dadmin</SubjectUserName>
			<ProviderName>Microsoft Software Key Storage Provider</ProviderName><KeyName>CA key</KeyName><KeyType>%%2499</KeyType><Operation>%%2464</Operation>
			<ReturnCode>0x0</ReturnCode><EventReceivedTime>2024-05-21T05:14:39-04:00</EventReceivedTime><SourceModuleType>im_msvistalog</SourceModuleType></Event>`, ""},
		{"no module", "nxlog", `{"EventTime": "2024-05-21T05:14:37.402117-04:00", "Hostname": "CA01.contoso.local", "Keywords": "9232379236109516800",
			"EventType": "AUDIT_SUCCESS", "SeverityValue": 2, "EventID": 5059, "SourceName": "Microsoft-Windows-Security-Auditing",
			"ProviderGuid": "{54849625-5478-4994-A5BA-3E3B0328C30D}", "RecordNumber": 77, "Channel": "Security", ` + exportMembers + `}`, ""},
		{"few fields kept", "nxlog", `{"EventTime": "2024-05-21T05:14:37-04:00", "Hostname": "CA01.contoso.local", "EventID": 5059,
			"SourceName": "Microsoft-Windows-Security-Auditing", "Channel": "Security", ` + exportMembers + `}`, "record"},
		{"data as an object", "nxlog", `{"EventTime": "2024-05-21T09:14:37.402117+00:00", "Hostname": "CA01.contoso.local", "Keywords": -9214364837600034816,
			"EventType": "AUDIT_SUCCESS", "SeverityValue": 2, "EventID": 5059, "SourceName": "Microsoft-Windows-Security-Auditing",
			"ProviderGuid": "{54849625-5478-4994-A5BA-3E3B0328C30D}", "RecordNumber": 77, "Channel": "Security",
			"EventData": ` + exportData + `, "EventReceivedTime": "2024-05-21 05:14:38", "SourceModuleName": "in",
			"SourceModuleType": "im_msvistalog"}`, ""},
		{"kept by Graylog", "nxlog", `{"Keywords": -9214364837600034816, "EventType": "AUDIT_SUCCESS", "SeverityValue": 2, "EventID": 5059,
			"SourceName": "Microsoft-Windows-Security-Auditing", "ProviderGuid": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
			"RecordNumber": 77, "Channel": "Security", "timestamp": "2024-05-21T09:14:37.4021173Z", "source": "CA01.contoso.local",
			"gl2_source_input": "x", "EventReceivedTime": "2024-05-21 05:14:38", "SourceModuleName": "in",
			"SourceModuleType": "im_msvistalog", ` + exportMembers + `}`, ""},
		{"behind a header of syslog", "nxlog", "<14>1 2024-05-21T09:14:37Z CA01 nxlog 744 - - {\"EventTime\": \"2024-05-21 05:14:37\", \"Hostname\": \"CA01.contoso.local\", \"Keywords\": -9214364837600034816, \"EventType\": \"AUDIT_SUCCESS\", \"SeverityValue\": 2, \"EventID\": 5059, \"SourceName\": \"Microsoft-Windows-Security-Auditing\", \"ProviderGuid\": \"{54849625-5478-4994-A5BA-3E3B0328C30D}\", \"RecordNumber\": 77, \"Channel\": \"Security\", \"EventReceivedTime\": \"2024-05-21 05:14:38\", \"SourceModuleName\": \"in\", \"SourceModuleType\": \"im_msvistalog\", " + exportMembers + "}\n", "time,zone"},
		{"structured data of syslog", "nxlog", structuredExport + "\n", ""},
		{"the same from a relay", "wrapped+nxlog", `{"facility": "user", "message": "` + strings.ReplaceAll(structuredExport, `"`, `\"`) + `"}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}

// structuredExport is the export as to_syslog_ietf writes it.
const structuredExport = `<14>1 2024-05-21T09:14:37.402117Z CA01.contoso.local Microsoft-Windows-Security-Auditing 520 - [NXLOG@14506 Keywords="-9214364837600034816" ` +
	`EventType="AUDIT_SUCCESS" EventID="5059" Version="1" RecordNumber="77" ThreadID="3496" Channel="Security" SubjectUserSid="S-1-5-21-1-2-3-1104" ` +
	`SubjectUserName="dadmin" ProviderName="Microsoft Software Key Storage Provider" KeyName="CA key" KeyType="%%2499" Operation="%%2464" ReturnCode="0x0" ` +
	`EventReceivedTime="2024-05-21 05:14:38" SourceModuleName="in" SourceModuleType="im_msvistalog"] Key migration operation.`
