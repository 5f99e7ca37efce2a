package dialect_test

import "testing"

func TestEvtxDump(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"attributes below #attributes", `{"Event": {
			"#attributes": {"xmlns": "http://schemas.microsoft.com/win/2004/08/events/event"},
			"System": {
				"Provider": {"#attributes": {"Name": "Service Control Manager", "Guid": "555908D1-A6D7-4695-8E1E-26931D2012F4", "EventSourceName": "SCM"}},
				"EventID": {"#attributes": {"Qualifiers": 16384}, "#text": 7045},
				"Version": 0, "Level": 4, "Task": 0, "Opcode": 0,
				"Keywords": "0x8080000000000000",
				"TimeCreated": {"#attributes": {"SystemTime": "2024-05-21T09:14:37.402117Z"}},
				"EventRecordID": 12,
				"Correlation": null,
				"Execution": {"#attributes": {"ProcessID": 744, "ThreadID": 5120, "ProcessorID": 1}},
				"Channel": "System", "Computer": "ws7",
				"Security": {"#attributes": {"UserID": "S-1-5-18"}}},
			"EventData": {"ServiceName": "x", "AccountName": null}}}`, `
			System | Service Control Manager | 7045 | v0 | #12 | ws7 | 2024-05-21T09:14:37.402117Z
			system Provider_Name text "Service Control Manager"
			system Provider_Guid guid "555908D1-A6D7-4695-8E1E-26931D2012F4" = {555908D1-A6D7-4695-8E1E-26931D2012F4}
			system Provider_EventSourceName text "SCM"
			system EventID_Qualifiers uint "16384"
			system EventID uint "7045"
			system Version uint "0"
			system Level uint "4"
			system Task uint "0"
			system Opcode uint "0"
			system Keywords hex "0x8080000000000000"
			system TimeCreated time "2024-05-21T09:14:37.402117Z"
			system EventRecordID uint "12"
			system Execution_ProcessID uint "744"
			system Execution_ThreadID uint "5120"
			system Execution_ProcessorID int "1"
			system Channel text "System"
			system Computer text "ws7"
			system Security_UserID sid "S-1-5-18" = S-1-5-18 NT AUTHORITY\SYSTEM
			eventdata ServiceName text "x"
			eventdata AccountName null ""`},
		{"attributes beside their elements", `{"Event_attributes": {"xmlns": "x"}, "Event": {
			"System": {"EventID": 7045, "EventID_attributes": {"Qualifiers": 16384}, "Provider_attributes": {"Name": "P"}, "Correlation": null},
			"EventData": {"A": "1", "B": "2"}, "EventData_attributes": {"Name": "N"}}}`, `
			 | P | 7045 | v0 | #0 |  | no time
			envelope Event_attributes.xmlns text "x"
			system EventID uint "7045"
			system EventID_Qualifiers uint "16384"
			system Provider_Name text "P"
			eventdata A text "1"
			eventdata B text "2"
			eventdata EventData.Name text "N"`},
		{"data without names", `{"Event": {"System": {"EventID": 1}, "EventData": {"Data": {"#text": ["a", "b"]}, "Binary": "00FF"}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata Data text "a"
			eventdata Data text "b"
			eventdata Binary text "00FF"`},
		{"one datum without a name", `{"Event": {"System": {"EventID": 1}, "EventData": {"Data": "a"}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata Data text "a"`},
		{"data as a list", `{"Event": {"System": {"EventID": 1}, "EventData": {"Data": [
				{"@Name": "A", "#text": "1"}, {"@Name": "B"}, {"@Name": "C", "#text": "3"}]}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata A text "1"
			eventdata B text ""
			eventdata C text "3"`},
		{"data as a list, value first", `{"Event": {"System": {"EventID": 1}, "EventData": {"Data": [
				{"#text": "1", "@Name": "A"}, {"#text": "2", "@Name": "B"}]}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata A text "1"
			eventdata B text "2"`},
		{"names with full stops and signs", `{"Event": {"System": {"EventID": 1}, "EventData": {"param.1": "a", "e@mail": "b", "System": "c"}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata param.1 text "a"
			eventdata e@mail text "b"
			eventdata System text "c"`},
		{"an EventData name that System has too", `{"Event": {"EventData": {"EventID": "7", "TimeCreated": "2001-01-01T00:00:00Z"}, "System": {"EventID": 1, "TimeCreated": {"#attributes": {"SystemTime": "2024-05-21T09:14:37Z"}}}}}`, `
			 |  | 1 | v0 | #0 |  | 2024-05-21T09:14:37Z
			eventdata EventID uint "7"
			eventdata TimeCreated time "2001-01-01T00:00:00Z"
			system EventID uint "1"
			system TimeCreated time "2024-05-21T09:14:37Z"`},
		{"user data", `{"Event": {"System": {"EventID": 1102}, "UserData": {"LogFileCleared": {
				"#attributes": {"xmlns": "http://x", "xmlns:auto-ns2": "http://y"},
				"SubjectUserName": "eve", "Inner": {"#attributes": {"kind": "k"}, "#text": "t"}, "Empty": null}}}}`, `
			 |  | 1102 | v0 | #0 |  | no time
			system EventID uint "1102"
			userdata SubjectUserName (LogFileCleared.SubjectUserName) text "eve"
			userdata Inner.kind (LogFileCleared.Inner.kind) text "k"
			userdata Inner (LogFileCleared.Inner) text "t"
			userdata Empty (LogFileCleared.Empty) null ""`},
		{"what Windows said in words", `{"Event": {"System": {"EventID": 1, "Level": 4}, "EventData": null,
				"RenderingInfo": {"#attributes": {"Culture": "en-US"}, "Message": "m", "Level": "Information", "Keywords": {"Keyword": ["a", "b"]}}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			system Level uint "4"
			rendering RenderingInfo.Culture text "en-US"
			rendering Message text "m"
			rendering RenderedLevel text "Information"
			rendering RenderedKeywords text "a"
			rendering RenderedKeywords text "b"`},
		{"an event that could not be written", `{"Event": {"System": {"EventID": 1}, "ProcessingErrorData": {"ErrorCode": 15003, "DataItemName": "x"}}}`, `
			 |  | 1 | v0 | #0 |  | no time
			system EventID uint "1"
			eventdata ErrorCode (ProcessingErrorData.ErrorCode) int "15003"
			eventdata DataItemName (ProcessingErrorData.DataItemName) text "x"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkEvent(t, "evtx_dump", test.in, test.want) })
	}
}
