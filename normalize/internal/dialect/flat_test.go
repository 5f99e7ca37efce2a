package dialect_test

import "testing"

func TestFlat(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"Sigma's names", `{"Channel": "Security", "EventID": 5059, "Provider_Name": "Microsoft-Windows-Security-Auditing", "Computer": "CA01", "Version": 1,
			"TimeCreated": "2024-05-21T11:14:37.4021173+02:00", "Execution_ProcessID": 744, "SubjectUserSid": "S-1-5-18", "KeyType": "Machine key.",
			"ClientProcessId": 4912, "ReturnCode": "-2146893783"}`, `
			Security | Microsoft-Windows-Security-Auditing | 5059 | v1 | #0 | CA01 | 2024-05-21T09:14:37.4021173Z
			system Channel text "Security"
			system EventID uint "5059"
			system Provider_Name text "Microsoft-Windows-Security-Auditing"
			system Computer text "CA01"
			system Version uint "1"
			system TimeCreated time "2024-05-21T11:14:37.4021173+02:00"
			system Execution_ProcessID uint "744"
			eventdata SubjectUserSid sid "S-1-5-18" = S-1-5-18 NT AUTHORITY\SYSTEM
			eventdata KeyType text "Machine key." = %%2499 Machine key.
			eventdata ClientProcessId uint "4912"
			eventdata ReturnCode hex "-2146893783" = 0x80090029 NTE_NOT_SUPPORTED`},
		{"names in another case", `{"channel": "Security", "eventid": "5059"}`, `
			Security | Microsoft-Windows-Security-Auditing | 5059 | v0 | #0 |  | no time
			system Channel text "Security"
			system EventID uint "5059"
			system Provider_Name text "Microsoft-Windows-Security-Auditing"`},
		{"nothing of System", `{"CommandLine": "whoami", "Many": ["a", 2, null], "Hex": "0xFF", "Nested": {"EventID": 7}}`, `
			 |  | no id | v0 | #0 |  | no time
			eventdata CommandLine text "whoami"
			eventdata Many text "a"
			eventdata Many int "2"
			eventdata Many null ""
			eventdata Hex hex "0xFF"
			eventdata Nested.EventID int "7"`},
		{"times in the order of trust", `{"UtcTime": "2020-01-01 00:00:03", "TimeCreated": "2020-01-01T00:00:02Z", "@timestamp": "2020-01-01T00:00:01Z"}`, `
			 |  | no id | v0 | #0 |  | 2020-01-01T00:00:01Z
			eventdata UtcTime text "2020-01-01 00:00:03"
			system TimeCreated time "2020-01-01T00:00:02Z"
			envelope @timestamp text "2020-01-01T00:00:01Z"`},
		{"a time without a zone is not trusted", `{"TimeCreated": "2020-01-01T00:00:02", "EventTime": "2020-01-01 00:00:05", "UtcTime": "2020-01-01 00:00:03.5"}`, `
			 |  | no id | v0 | #0 |  | 2020-01-01T00:00:03.5Z
			system TimeCreated text "2020-01-01T00:00:02"
			eventdata EventTime text "2020-01-01 00:00:05"
			eventdata UtcTime text "2020-01-01 00:00:03.5"`},
		{"an identity of the wrong type", `{"Channel": null, "EventID": "many", "Version": 300, "EventRecordID": -1}`, `
			 |  | no id | v0 | #0 |  | no time
			system Channel null ""
			system EventID text "many"
			system Version uint "300"
			system EventRecordID int "-1"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkEvent(t, "flat", test.in, test.want) })
	}
}
