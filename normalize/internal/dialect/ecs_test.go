package dialect_test

import (
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// What Elastic's pipelines moved into the common schema is data again.
func TestSchema(t *testing.T) {
	sysmon := func(id, schema string) string {
		return `{"@timestamp": "2024-05-21T09:14:37.402Z", "event": {"code": "` + id + `"}, "winlog": {"channel": "Microsoft-Windows-Sysmon/Operational",
			"provider_name": "Microsoft-Windows-Sysmon", "event_id": "` + id + `", "event_data": {"LogonId": "0x2c9e7"}}, ` + schema + `}`
	}
	security := func(id, schema string) string {
		return `{"winlog": {"channel": "Security", "event_id": ` + id + `, "event_data": {"SubjectUserName": "bob", "ProcessId": "0x122c"}}, ` + schema + `}`
	}
	const process = `"process": {"executable": "C:\\Windows\\a.exe", "pid": 4556, "entity_id": "{9F32B55F-7C4E-5F98-5803-000000000500}",
		"command_line": "a.exe /x", "working_directory": "C:\\", "hash": {"sha1": "b6d2", "md5": "c3"}, "pe": {"original_file_name": "A.EXE", "imphash": "d4"},
		"parent": {"executable": "C:\\Windows\\p.exe", "command_line": "p.exe", "pid": 4652}}, "user": {"domain": "CONTOSO", "name": "bob", "id": "S-1-5-18"}`
	tests := []struct {
		name, in string
		want     map[string]string // "" is no such field
	}{
		{"process creation", sysmon("1", process), map[string]string{
			"Image": `C:\Windows\a.exe`, "ProcessId": "4556", "ProcessGuid": "{9F32B55F-7C4E-5F98-5803-000000000500}", "CommandLine": "a.exe /x",
			"CurrentDirectory": `C:\`, "OriginalFileName": "A.EXE", "Hashes": "SHA1=B6D2,MD5=C3,IMPHASH=D4", "ParentImage": `C:\Windows\p.exe`,
			"ParentCommandLine": "p.exe", "ParentProcessId": "4652", "User": `CONTOSO\bob`, "LogonId": "0x2c9e7", "SourceImage": "", "TargetFilename": ""}},
		{"process access", sysmon("10", process), map[string]string{"SourceImage": `C:\Windows\a.exe`, "SourceProcessId": "4556", "Image": ""}},
		{"registry", sysmon("13", `"registry": {"path": "HKU\\K", "data": {"strings": ["4"], "type": "SZ_DWORD"}}`),
			map[string]string{"TargetObject": `HKU\K`, "Details": "DWORD (0x00000004)", "User": ""}},
		{"network", sysmon("3", `"source": {"ip": "10.0.0.5", "port": 49152}, "destination": {"ip": "10.0.0.7", "port": 445, "domain": "b"}, "network": {"transport": "tcp"}`),
			map[string]string{"SourceIp": "10.0.0.5", "SourcePort": "49152", "DestinationIp": "10.0.0.7", "DestinationPort": "445", "DestinationHostname": "b", "Protocol": "tcp"}},
		{"pipe", sysmon("17", `"file": {"name": "\\p"}`), map[string]string{"PipeName": `\p`}},
		{"image", sysmon("7", `"file": {"path": "C:\\d.dll", "hash": {"sha256": "aa"}}`), map[string]string{"ImageLoaded": `C:\d.dll`, "Hashes": "SHA256=AA", "TargetFilename": ""}},
		{"native process creation", security("4688", process), map[string]string{
			"NewProcessName": `C:\Windows\a.exe`, "NewProcessId": "4556", "ParentProcessName": `C:\Windows\p.exe`, "ProcessId": "0x122c", "CommandLine": "a.exe /x", "Image": ""}},
		{"logon", security("4624", `"process": {"executable": "C:\\s.exe", "pid": 508}, "source": {"ip": "10.0.0.9", "port": 0, "domain": "WS"}`),
			map[string]string{"ProcessName": `C:\s.exe`, "IpAddress": "10.0.0.9", "WorkstationName": "WS"}},
		{"another event", security("5059", process), map[string]string{"NewProcessName": "", "ProcessName": "", "Image": ""}},
		{"script block", `{"winlog": {"channel": "Microsoft-Windows-PowerShell/Operational", "event_id": 4104}, "powershell": {"file": {"script_block_text": "iex"}, "sequence": 1}}`,
			map[string]string{"ScriptBlockText": "iex", "MessageNumber": "1"}},
	}
	for _, test := range tests {
		ev := fromJSON(t, test.in)[0]
		for name, want := range test.want {
			v, ok := ev.Fields.In(event.EventData, name)
			if v.Raw() != want || ok != (want != "") {
				t.Errorf("%s: %s is %q (%v), want %q", test.name, name, v.Raw(), ok, want)
			}
		}
	}
}
