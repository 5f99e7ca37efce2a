package dialect_test

import "testing"

func TestFlatExport(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"a local time that claims to be UTC", `{"SourceName": "Microsoft-Windows-Security-Auditing", "ProviderGuid": "{54849625-5478-4994-A5BA-3E3B0328C30D}",
			"Level": "0", "Keywords": "0x8020000000000000", "Channel": "Security", "Hostname": "ADFS01", "TimeCreated": "2021-04-27T04:07:34.160Z",
			"@timestamp": "2021-04-27T04:07:34.160Z", "EventID": 5058, "Message": "m", "Task": "12292",
			"SubjectLogonId": "0x3e5", "KeyType": "%%2499", "UserData": null}`, `
			Security | Microsoft-Windows-Security-Auditing | 5058 | v0 | #0 | ADFS01 | assumed 2021-04-27T04:07:34.16Z
			system Provider_Name text "Microsoft-Windows-Security-Auditing"
			system Provider_Guid guid "{54849625-5478-4994-A5BA-3E3B0328C30D}"
			system Level uint "0"
			system Keywords hex "0x8020000000000000" = 0x8020000000000000 Audit Success
			system Channel text "Security"
			system Computer text "ADFS01"
			envelope TimeCreated text "2021-04-27T04:07:34.160Z"
			envelope @timestamp text "2021-04-27T04:07:34.160Z"
			system EventID uint "5058"
			rendering Message text "m"
			system Task uint "12292"
			eventdata SubjectLogonId hex "0x3e5"
			eventdata KeyType text "%%2499" = %%2499 Machine key.
			eventdata UserData null ""`},
		{"Sysmon knows better", `{"Channel": "Microsoft-Windows-Sysmon/Operational", "Hostname": "ws5", "TimeCreated": "2020-10-22T02:21:39.940Z", "EventID": 13,
			"UtcTime": "2020-10-22 06:21:39.936", "EventType": "SetValue"}`, `
			Microsoft-Windows-Sysmon/Operational | Microsoft-Windows-Sysmon | 13 | v0 | #0 | ws5 | 2020-10-22T06:21:39.936Z
			system Channel text "Microsoft-Windows-Sysmon/Operational"
			system Computer text "ws5"
			envelope TimeCreated text "2020-10-22T02:21:39.940Z"
			system EventID uint "13"
			eventdata UtcTime time "2020-10-22 06:21:39.936"
			eventdata EventType text "SetValue"
			system Provider_Name text "Microsoft-Windows-Sysmon"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkEvent(t, "flat-export", test.in, test.want) })
	}
}
