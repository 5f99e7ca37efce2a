package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// Rows of advanced hunting are the events that they tell of.
func TestDefender(t *testing.T) {
	const row = `{"Timestamp": "2024-05-21T09:14:37.402Z", "DeviceName": "ws7.contoso.local", "InitiatingProcessFolderPath": "c:\\windows\\system32\\cmd.exe",
		"InitiatingProcessFileName": "cmd.exe", "InitiatingProcessId": 7, "InitiatingProcessAccountDomain": "contoso", "InitiatingProcessAccountName": "eve", `
	tests := []struct{ name, in, class, want string }{
		{"process", row + `"ActionType": "ProcessCreated", "FileName": "whoami.exe", "FolderPath": "C:\\Windows\\System32\\whoami.exe", "SHA256": "bb", "MD5": "cc",
			"ProcessCommandLine": "whoami /all", "AccountDomain": "contoso", "AccountName": "mallory", "ProcessIntegrityLevel": "High"}`, "Microsoft-Windows-Sysmon/Operational 1",
			`Image=C:\Windows\System32\whoami.exe|CommandLine=whoami /all|IntegrityLevel=High|ParentImage=c:\windows\system32\cmd.exe|ParentProcessId=7|Hashes=MD5=CC,SHA256=BB|User=contoso\mallory`},
		{"folder without its file", row + `"ActionType": "FileCreated", "FileName": "x.dll", "FolderPath": "C:\\Temp\\"}`, "Microsoft-Windows-Sysmon/Operational 11",
			`Image=c:\windows\system32\cmd.exe|TargetFilename=C:\Temp\x.dll|User=contoso\eve`},
		{"registry", row + `"ActionType": "RegistryValueSet", "RegistryKey": "HKEY_LOCAL_MACHINE\\SOFTWARE\\Run", "RegistryValueName": "x", "RegistryValueData": "y.exe"}`,
			"Microsoft-Windows-Sysmon/Operational 13", `TargetObject=HKLM\SOFTWARE\Run\x|Details=y.exe`},
		{"connection", row + `"ActionType": "ConnectionSuccess", "RemoteIP": "10.0.0.7", "RemotePort": 445, "LocalIP": "10.0.0.5", "Protocol": "Tcp"}`,
			"Microsoft-Windows-Sysmon/Operational 3", `DestinationIp=10.0.0.7|DestinationPort=445|SourceIp=10.0.0.5|Initiated=true`},
		{"logon", row + `"ActionType": "LogonFailed", "AccountName": "bob", "AccountDomain": "contoso", "LogonType": "Network", "RemoteIP": "10.0.0.9"}`, "Security 4625",
			`TargetUserName=bob|TargetDomainName=contoso|LogonType=Network|IpAddress=10.0.0.9`},
		{"what is in no log", row + `"ActionType": "AntivirusDetection"}`, " 0", ""},
	}
	for _, test := range tests {
		ev := fromJSON(t, test.in)[0]
		if ev.Dialect != "defender" || ev.Computer != "ws7.contoso.local" || ev.Time.IsZero() || ev.TimeAssumed {
			t.Errorf("%s: %s", test.name, show(ev))
		}
		if got := fmt.Sprint(ev.Channel, " ", ev.EventID); got != test.class {
			t.Errorf("%s: %q, want %q", test.name, got, test.class)
		}
		data := ""
		for _, f := range ev.Fields {
			if f.Section == event.EventData {
				data += "|" + f.Name + "=" + f.Value.Raw() + "|"
			}
		}
		for pair := range strings.SplitSeq(test.want, "|") {
			if pair != "" && !strings.Contains(data, "|"+pair+"|") {
				t.Errorf("%s: %q is not in %s", test.name, pair, data)
			}
		}
	}
}
