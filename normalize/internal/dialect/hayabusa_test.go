package dialect_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// One export of a key in the forms of this dialect.
func TestHayabusa(t *testing.T) {
	tests := []struct{ name, dialect, log, lacks string }{
		{"objects", "hayabusa", `{"Timestamp": "2024-05-21 09:14:37.402 +00:00", "RuleTitle": "Key", "Level": "info", "Computer": "CA01.contoso.local",
			"Channel": "Sec", "EventID": 5059, "RecordID": 77, "Provider": "Microsoft-Windows-Security-Auditing", "Details": {
			"User": "dadmin"}, "ExtraFieldInfo": ` + exportData + `}`, ""},
		{"texts", "hayabusa", `{"Timestamp": "2024-05-21 09:14:37.402 +00:00", "RuleTitle": "Key", "Level": "info", "Computer": "CA01.contoso.local",
			"Channel": "Sec", "EventID": 5059, "RecordID": 77,
			"AllFieldInfo": "SubjectUserSid: S-1-5-21-1-2-3-1104 ¦ SubjectUserName: dadmin ¦ ProviderName: Microsoft Software Key Storage Provider ¦ KeyName: CA key ¦ KeyType: %%2499 ¦ Operation: %%2464 ¦ ReturnCode: 0x0"
			}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkExport(t, test.dialect, test.log, strings.Split(test.lacks, ",")...)
		})
	}
}

// Details have names and words of Hayabusa's own.
func TestHayabusaDetails(t *testing.T) {
	const head = `{"Timestamp": "2024-05-21 09:14:37.402 +00:00", "RuleTitle": "R", "Level": "info", "Computer": "h", "RecordID": 7, `
	tests := []struct{ name, log, want string }{
		{"process", `"Channel": "Sec", "EventID": 4688, "Details": {"Cmdline": "a b", "Proc": "C:\\x.exe", "PID": 7, "User": "u", "LID": "0x3e7"}, "ExtraFieldInfo": {"MandatoryLabel": "HIGH_INTEGRITY", "ProcessId": 4}}`,
			"CommandLine=a b|NewProcessName=C:\\x.exe|NewProcessId=7|SubjectUserName=u|SubjectLogonId=0x3e7|MandatoryLabel=S-1-16-12288|ProcessId=4"},
		{"Sysmon", `"Channel": "Sysmon", "EventID": 1, "Details": {"Cmdline": "a", "Proc": "p", "User": "u", "ParentCmdline": "b", "PID": 7, "PGUID": "g"}, "ExtraFieldInfo": {"Product": "x"}}`,
			"CommandLine=a|Image=p|User=u|ParentCommandLine=b|ProcessId=7|ProcessGuid=g|Product=x"},
		{"image", `"Channel": "Sysmon", "EventID": 7, "Details": {"Image": "dll", "Proc": "p", "Hash": "h"}, "ExtraFieldInfo": {}}`, "ImageLoaded=dll|Image=p|Hashes=h"},
		{"logon", `"Channel": "Sec", "EventID": 4624, "Details": "Type: 3 - NETWORK ¦ TgtUser: u ¦ SrcComp: c ¦ SrcIP: 10.0.0.1 ¦ LID: 0x1"}`,
			"LogonType=3|TargetUserName=u|WorkstationName=c|IpAddress=10.0.0.1|TargetLogonId=0x1"},
		{"service", `"Channel": "Sys", "EventID": 7045, "Details": {"Svc": "s", "Path": "p", "Acct": "a"}, "ExtraFieldInfo": {}}`, "ServiceName=s|ImagePath=p|AccountName=a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ev := eventsIn(t, head+test.log)[0]
			for want := range strings.SplitSeq(test.want, "|") {
				name, value, _ := strings.Cut(want, "=")
				if v, ok := ev.Fields.In(event.EventData, name); !ok || v.Raw() != value {
					t.Errorf("%s is %q, want %q", name, v.Raw(), value)
				}
			}
		})
	}
}
