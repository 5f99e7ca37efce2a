package dialect_test

import "testing"

func TestNXLog(t *testing.T) {
	const own = `"SourceModuleType": "im_msvistalog", "EventReceivedTime": "2020-07-22 00:02:38"`
	const ownFields = `
			envelope SourceModuleType text "im_msvistalog"
			envelope EventReceivedTime text "2020-07-22 00:02:38"`
	const implied = `
			system Provider_Name text "Microsoft-Windows-Sysmon"`
	tests := []struct{ name, in, want string }{
		{"key event", `{"EventTime": "2020-07-22 00:02:35", "Hostname": "CA01", "host": "collector", "Keywords": -9218868437227405312,
			"EventType": "AUDIT_FAILURE", "SeverityValue": 4, "EventID": 5059, "SourceName": "Microsoft-Windows-Security-Auditing",
			"ProviderGuid": "{54849625-5478-4994-a5ba-3e3b0328c30d}", "Version": 1, "Task": 12292, "OpcodeValue": 0, "Opcode": "Info",
			"RecordNumber": 7, "ExecutionProcessID": 744, "ThreadID": 5120, "Channel": "security", "Category": "Other System Events",
			"ProviderName": "Microsoft Software Key Storage Provider", "ClientProcessId": "4912", "ProcessId": "4912",
			"KeyType": "%%2499", "ReturnCode": "0x80090029", "tags": ["a", "b"], "@timestamp": "2020-07-22T04:02:42.528Z", ` + own + `}`, `
			security | Microsoft-Windows-Security-Auditing | 5059 | v1 | #7 | CA01 | 2020-07-22T04:02:42.528Z
			envelope EventTime text "2020-07-22 00:02:35"
			system Computer text "CA01"
			envelope host text "collector"
			system Keywords hex "-9218868437227405312" = 0x8010000000000000 Audit Failure
			envelope EventType text "AUDIT_FAILURE"
			envelope SeverityValue int "4"
			system EventID uint "5059"
			system Provider_Name text "Microsoft-Windows-Security-Auditing"
			system Provider_Guid guid "{54849625-5478-4994-a5ba-3e3b0328c30d}" = {54849625-5478-4994-A5BA-3E3B0328C30D}
			system Version uint "1"
			system Task uint "12292"
			system Opcode uint "0"
			rendering RenderedOpcode text "Info"
			system EventRecordID uint "7"
			system Execution_ProcessID uint "744"
			system Execution_ThreadID uint "5120"
			system Channel text "security"
			rendering RenderedTask text "Other System Events"
			eventdata ProviderName text "Microsoft Software Key Storage Provider"
			eventdata ClientProcessId uint "4912"
			envelope ProcessId text "4912"
			eventdata KeyType text "%%2499" = %%2499 Machine key.
			eventdata ReturnCode hex "0x80090029" = 0x80090029 NTE_NOT_SUPPORTED
			envelope tags text "a"
			envelope tags text "b"
			envelope @timestamp text "2020-07-22T04:02:42.528Z"` + ownFields},
		{"an event type of the event's own", `{"EventID": 12, "Channel": "Microsoft-Windows-Sysmon/Operational", "EventType": "CreateKey", "EventTypeOrignal": "INFO",
			"UtcTime": "2020-09-04 07:06:21.691", "@timestamp": "2020-09-04T07:06:22.592Z", "ProcessId": "1820", "ExecutionProcessID": 3956, ` + own + `}`, `
			Microsoft-Windows-Sysmon/Operational | Microsoft-Windows-Sysmon | 12 | v0 | #0 |  | 2020-09-04T07:06:21.691Z
			system EventID uint "12"
			system Channel text "Microsoft-Windows-Sysmon/Operational"
			eventdata EventType text "CreateKey"
			envelope EventTypeOrignal text "INFO"
			eventdata UtcTime time "2020-09-04 07:06:21.691"
			envelope @timestamp text "2020-09-04T07:06:22.592Z"
			eventdata ProcessId uint "1820"
			system Execution_ProcessID uint "3956"` + ownFields + implied},
		{"user of the event", `{"EventID": 1, "UserID": "S-1-5-18", "AccountType": "User", "AccountName": "SYSTEM", "Domain": "NT AUTHORITY", ` + own + `}`, `
			 |  | 1 | v0 | #0 |  | assumed 2020-07-22T00:02:38Z
			system EventID uint "1"
			system Security_UserID sid "S-1-5-18" = S-1-5-18 NT AUTHORITY\SYSTEM
			envelope AccountType text "User"
			envelope AccountName text "SYSTEM"
			envelope Domain text "NT AUTHORITY"` + ownFields},
		{"account of the event's own", `{"EventID": 7045, "AccountName": "LocalSystem", ` + own + `}`, `
			 |  | 7045 | v0 | #0 |  | assumed 2020-07-22T00:02:38Z
			system EventID uint "7045"
			eventdata AccountName text "LocalSystem"` + ownFields},
		{"older version", `{"EventID": 1, "ProcessID": 3144, ` + own + `}`, `
			 |  | 1 | v0 | #0 |  | assumed 2020-07-22T00:02:38Z
			system EventID uint "1"
			system Execution_ProcessID uint "3144"` + ownFields},
		{"process id of the event's own", `{"EventID": 1, "ProcessID": "3144", "ExecutionProcessID": 4, ` + own + `}`, `
			 |  | 1 | v0 | #0 |  | assumed 2020-07-22T00:02:38Z
			system EventID uint "1"
			eventdata ProcessID text "3144"
			system Execution_ProcessID uint "4"` + ownFields},
		{"event time with a zone", `{"EventID": 1, "EventTime": "2020-07-22T00:02:35.5-04:00", "@timestamp": "2020-07-22T04:02:42Z", ` + own + `}`, `
			 |  | 1 | v0 | #0 |  | 2020-07-22T04:02:35.5Z
			system EventID uint "1"
			envelope EventTime text "2020-07-22T00:02:35.5-04:00"
			envelope @timestamp text "2020-07-22T04:02:42Z"` + ownFields},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkEvent(t, "nxlog", test.in, test.want) })
	}
}
