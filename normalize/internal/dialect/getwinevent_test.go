package dialect_test

import (
	"strings"
	"testing"
)

// One export of a key in the forms of this dialect.
func TestGetWinEvent(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"PowerShell 7", "get-winevent", `[{"Id": 5059, "Version": 1, "Keywords": -9214364837600034816, "RecordId": 77,
			"ProviderName": "Microsoft-Windows-Security-Auditing", "ProviderId": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
			"LogName": "Security", "ProcessId": 744, "MachineName": "CA01.contoso.local",
			"TimeCreated": "2024-05-21T05:14:37.4021173-04:00", "Properties": [{"Value": "S-1-5-21-1-2-3-1104"}, {"Value": "dadmin"
			}, {"Value": "CONTOSO"}, {"Value": "0x38e2d"}, {"Value": 4912}, {"Value": "2024-05-21T09:14:35Z"}, {
			"Value": "Microsoft Software Key Storage Provider"}, {"Value": "RSA"}, {"Value": "CA key"}, {"Value": "%%2499"}, {
			"Value": "%%2464"}, {"Value": "0x0"}], "Message": "` + exportMessage + `"}]`, ""},
		{"PowerShell 5, objects cut off", "get-winevent", `{"Id": 5059, "LogName": "Security", "ProviderName": "Microsoft-Windows-Security-Auditing",
			"MachineName": "CA01.contoso.local", "RecordId": 77, "TimeCreated": {"value": "/Date(1716282877402)/",
			"DateTime": "Tuesday, May 21, 2024 5:14:37 AM"}, "Properties": ["System.Diagnostics.Eventing.Reader.EventProperty",
			"System.Diagnostics.Eventing.Reader.EventProperty", "System.Diagnostics.Eventing.Reader.EventProperty"],
			"Message": "` + exportMessage + `"}`, ""},
		{"values only", "get-winevent", `{"Id": 5059, "LogName": "Security", "ProviderName": "Microsoft-Windows-Security-Auditing",
			"MachineName": "CA01.contoso.local", "RecordId": 77, "TimeCreated": "/Date(1716282877402)/", "Properties": ` + exportInserts + `
			}`, ""},
		{"what is shown by itself", "get-winevent", `{"TimeCreated": "/Date(1716282877402)/", "Id": 5059, "LevelDisplayName": "Information",
			"ProviderName": "Microsoft-Windows-Security-Auditing", "Message": "` + exportMessage + `"}`, "computer,record"},
		{"table", "get-winevent", "\"Message\",\"Id\",\"RecordId\",\"ProviderName\",\"LogName\",\"MachineName\",\"TimeCreated\"\n\"" + plainMessage + "\",\"5059\",\"77\",\"Microsoft-Windows-Security-Auditing\",\"Security\",\"CA01.contoso.local\",\"5/21/2024 9:14:37 AM\"\n", "zone"},
		{"a list", "get-winevent", "\r\n\r\nMessage              : " + strings.ReplaceAll(plainMessage, "\r\n", "\r\n                       ") + `
Id                   : 5059
Version              : 1
Qualifiers           : 
Keywords             : -9214364837600034816
RecordId             : 77
ProviderName         : Microsoft-Windows-Security-Auditing
ProviderId           : 54849625-5478-4994-a5ba-3e3b0328c30d
LogName              : Security
ProcessId            : 744
MachineName          : CA01.contoso.local
TimeCreated          : 5/21/2024 9:14:37 AM
LevelDisplayName     : Information
KeywordsDisplayNames : {Audit Success}
Properties           : {System.Diagnostics.Eventing.Reader.EventProperty,
                       System.Diagnostics.Eventing.Reader.EventProperty...}

`, "zone"},
		{"a list of what is shown by itself", "get-winevent", "TimeCreated  : 5/21/2024 9:14:37 AM\nProviderName : Microsoft-Windows-Security-Auditing\nId           : 5059\nMessage      : " +
			strings.ReplaceAll(plainMessage, "\r\n", "\n               ") + "\n\n", "computer,record,zone"},
		{"table of Get-EventLog", "get-eventlog", "EventID,MachineName,Index,EntryType,Message,Source,ReplacementStrings,InstanceId,TimeGenerated\n5059,CA01.contoso.local,77,SuccessAudit,\"" + plainMessage + "\",Microsoft-Windows-Security-Auditing,System.String[],5059,5/21/2024 9:14:37 AM\n", "zone"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}
