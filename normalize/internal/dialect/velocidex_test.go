package dialect_test

import "testing"

func TestVelocidex(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"numbers for hex and times", `{"System": {
			"Provider": {"Name": "Microsoft-Windows-Security-Auditing", "Guid": "54849625-5478-4994-A5BA-3E3B0328C30D"},
			"EventID": {"Value": 5059}, "Version": 1, "Level": 0, "Task": 12292, "Opcode": 0,
			"Keywords": 9227875636482146304,
			"TimeCreated": {"SystemTime": 1716282877.4021173},
			"EventRecordID": 7731204, "Correlation": {}, "Execution": {"ProcessID": 744, "ThreadID": 5120},
			"Channel": "Security", "Computer": "CA01", "Security": {}},
			"EventData": {"SubjectUserSid": "S-1-5-18", "SubjectLogonId": 999, "ClientProcessId": 4912,
				"ClientCreationTime": 1716282875, "KeyType": "%%2499", "ReturnCode": 2148073513},
			"Message": "words"}`, `
			Security | Microsoft-Windows-Security-Auditing | 5059 | v1 | #7731204 | CA01 | 2024-05-21T09:14:37.4021173Z
			system Provider_Name text "Microsoft-Windows-Security-Auditing"
			system Provider_Guid guid "54849625-5478-4994-A5BA-3E3B0328C30D" = {54849625-5478-4994-A5BA-3E3B0328C30D}
			system EventID uint "5059"
			system Version uint "1"
			system Level uint "0"
			system Task uint "12292"
			system Opcode uint "0"
			system Keywords hex "9227875636482146304" = 0x8010000000000000 Audit Failure
			system TimeCreated time "1716282877.4021173"
			system EventRecordID uint "7731204"
			system Execution_ProcessID uint "744"
			system Execution_ThreadID uint "5120"
			system Channel text "Security"
			system Computer text "CA01"
			eventdata SubjectUserSid sid "S-1-5-18" = S-1-5-18 NT AUTHORITY\SYSTEM
			eventdata SubjectLogonId hex "999"
			eventdata ClientProcessId uint "4912"
			eventdata ClientCreationTime time "1716282875"
			eventdata KeyType text "%%2499" = %%2499 Machine key.
			eventdata ReturnCode hex "2148073513" = 0x80090029 NTE_NOT_SUPPORTED
			rendering Message text "words"`},
		{"forwarded record", `{"System": {"Provider": {"Name": "P"}, "EventID": "4104", "Keywords": "0x0",
				"TimeCreated": {"SystemTime": "2024-05-21T09:14:37.402117300Z"}, "EventRecordID": "9"},
			"EventData": {"Data": [{"Name": "A", "Value": "1"}, {"Name": "B"}, {"Name": "C", "Value": "3"}]}}`, `
			 | P | 4104 | v0 | #9 |  | 2024-05-21T09:14:37.4021173Z
			system Provider_Name text "P"
			system EventID uint "4104"
			system Keywords hex "0x0"
			system TimeCreated time "2024-05-21T09:14:37.402117300Z"
			system EventRecordID uint "9"
			eventdata A text "1"
			eventdata B text ""
			eventdata C text "3"`},
		{"qualifiers", `{"System": {"EventID": {"Value": "7036", "Qualifiers": "16384"}}}`, `
			 |  | 7036 | v0 | #0 |  | no time
			system EventID uint "7036"
			system EventID_Qualifiers uint "16384"`},
		{"a single named datum", `{"System": {"EventID": {"Value": 1}}, "EventData": {"Data": {"Name": "A", "Value": "1"}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata A text "1"`},
		{"plain values", `{"System": {"EventID": {"Value": 1}}, "EventData": {"Data": ["a", "b"]}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata Data text "a"
			eventdata Data text "b"`},
		{"user data", `{"System": {"EventID": {"Value": 1102}}, "EventData": null, "UserData": {"LogFileCleared": {"xmlns": "x", "SubjectUserName": "eve"}}}`, `
			 |  | 1102 | v0 | #0 |  | no time
			system EventID uint "1102"
			userdata SubjectUserName (LogFileCleared.SubjectUserName) text "eve"`},
		{"a name without a value before another object", `{"EventData": {"Data": {"Name": "A"}}, "Data": {"Value": "b"}, "System": {"EventID": 1}}`, `
			 |  | 1 | v0 | #0 |  | no time
			eventdata A text ""
			envelope Data.Value text "b"
			system EventID uint "1"`},
		{"an object of the collector", `{"System": {"EventID": {"Value": 1}}, "Velociraptor": {"ClientId": "C.1"}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			envelope Velociraptor.ClientId text "C.1"`},
		{"a row of a table", `{"System": "{\"EventID\": {\"Value\": 1102}, \"Computer\": \"CA01\", \"TimeCreated\": {\"SystemTime\": 1716282877.5}}",
			"UserData": "{\"LogFileCleared\": {\"SubjectUserName\": \"eve\"}}", "Message": "words", "EventData": "no object", "OSPath": "x.evtx"}`, `
			 |  | 1102 | v0 | #0 | CA01 | 2024-05-21T09:14:37.5Z
			system EventID uint "1102"
			system Computer text "CA01"
			system TimeCreated time "1716282877.5"
			userdata SubjectUserName (LogFileCleared.SubjectUserName) text "eve"
			rendering Message text "words"
			eventdata EventData text "no object"
			envelope OSPath text "x.evtx"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkEvent(t, "velocidex", test.in, test.want) })
	}
}
