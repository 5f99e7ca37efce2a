package dialect_test

import "testing"

func TestWinlogbeat6(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"event data", `{"@timestamp": "2019-05-18T20:37:18.791Z", "@metadata": {"beat": "winlogbeat"}, "level": "Information",
			"source_name": "Microsoft-Windows-Security-Auditing", "host": {"name": "WECserver"}, "version": 1, "keywords": ["Audit Success"],
			"log_name": "Security", "provider_guid": "{54849625-5478-4994-A5BA-3E3B0328C30D}", "event_id": 5058, "computer_name": "HR001",
			"message": "m", "event_data": {"ProviderName": "KSP", "KeyType": "%%2499", "ClientProcessId": "6392"},
			"record_number": "287765", "task": "Other System Events", "process_id": 540, "type": "wineventlog", "opcode": "Info",
			"thread_id": 8552, "user": {"identifier": "S-1-5-18", "name": "SYSTEM"}}`, `
			Security | Microsoft-Windows-Security-Auditing | 5058 | v1 | #287765 | HR001 | 2019-05-18T20:37:18.791Z
			system TimeCreated time "2019-05-18T20:37:18.791Z"
			envelope @metadata.beat text "winlogbeat"
			rendering RenderedLevel text "Information"
			system Provider_Name text "Microsoft-Windows-Security-Auditing"
			envelope host.name text "WECserver"
			system Version uint "1"
			system Keywords text "Audit Success" = 0x8020000000000000 Audit Success
			system Channel text "Security"
			system Provider_Guid guid "{54849625-5478-4994-A5BA-3E3B0328C30D}"
			system EventID uint "5058"
			system Computer text "HR001"
			rendering Message text "m"
			eventdata ProviderName text "KSP"
			eventdata KeyType text "%%2499" = %%2499 Machine key.
			eventdata ClientProcessId uint "6392"
			system EventRecordID uint "287765"
			rendering RenderedTask text "Other System Events"
			system Execution_ProcessID uint "540"
			envelope type text "wineventlog"
			rendering RenderedOpcode text "Info"
			system Execution_ThreadID uint "8552"
			system Security_UserID sid "S-1-5-18" = S-1-5-18 NT AUTHORITY\SYSTEM
			envelope user.name text "SYSTEM"`},
		{"user data", `{"log_name": "Security", "source_name": "Microsoft-Windows-Eventlog", "computer_name": "x", "event_id": 1102,
			"user_data": {"xml_name": "LogFileCleared", "SubjectUserName": "eve"}}`, `
			Security | Microsoft-Windows-Eventlog | 1102 | v0 | #0 | x | no time
			system Channel text "Security"
			system Provider_Name text "Microsoft-Windows-Eventlog"
			system Computer text "x"
			system EventID uint "1102"
			userdata xml_name text "LogFileCleared"
			userdata SubjectUserName text "eve"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkEvent(t, "winlogbeat6", test.in, test.want) })
	}
}
