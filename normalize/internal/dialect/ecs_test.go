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
			map[string]string{"Initiated": "", "SourceIp": "10.0.0.5", "SourcePort": "49152", "DestinationIp": "10.0.0.7", "DestinationPort": "445", "DestinationHostname": "b", "Protocol": "tcp"}},
		{"direction", sysmon("3", `"network": {"direction": "egress"}`), map[string]string{"Initiated": "true"}},
		{"direction inwards", sysmon("3", `"network": {"direction": "ingress"}`), map[string]string{"Initiated": "false"}},
		{"answers", sysmon("22", `"dns": {"question": {"name": "a.b"}, "answers": [{"data": "c.d", "type": "CNAME"}, {"data": "10.0.0.1", "type": "A"}, {"data": "fe80::1", "type": "AAAA"}]},
			"sysmon": {"dns": {"status": "DNS_ERROR_RCODE_NAME_ERROR"}}`),
			map[string]string{"QueryName": "a.b", "QueryResults": "type:  5 c.d;::ffff:10.0.0.1;fe80::1;", "QueryStatus": "9003"}},
		{"a status of no word", sysmon("22", `"dns": {"question": {"name": "a.b"}}, "sysmon": {"dns": {"status": "1"}}`), map[string]string{"QueryStatus": "1", "QueryResults": ""}},
		{"whose thread", sysmon("8", process), map[string]string{"User": "", "SourceUser": `CONTOSO\bob`}},
		{"a driver has no user", sysmon("6", process), map[string]string{"User": "", "SourceUser": ""}},
		{"archived", sysmon("23", `"sysmon": {"file": {"archived": true, "is_executable": false}}`), map[string]string{"Archived": "true", "IsExecutable": "false"}},
		{"pipe", sysmon("17", `"file": {"name": "\\p"}`), map[string]string{"PipeName": `\p`}},
		{"image", sysmon("7", `"file": {"path": "C:\\d.dll", "hash": {"sha256": "aa"}}`), map[string]string{"ImageLoaded": `C:\d.dll`, "Hashes": "SHA256=AA", "TargetFilename": ""}},
		{"native process creation", security("4688", process), map[string]string{
			"NewProcessName": `C:\Windows\a.exe`, "NewProcessId": "4556", "ParentProcessName": `C:\Windows\p.exe`, "ProcessId": "0x122c", "CommandLine": "a.exe /x", "Image": ""}},
		{"logon", security("4624", `"process": {"executable": "C:\\s.exe", "pid": 508}, "source": {"ip": "10.0.0.9", "port": 0, "domain": "WS"}`),
			map[string]string{"ProcessName": `C:\s.exe`, "IpAddress": "10.0.0.9", "WorkstationName": "WS"}},
		{"another event", security("5059", process), map[string]string{"NewProcessName": "", "ProcessName": "", "Image": ""}},
		{"who logged on", `{"winlog": {"channel": "Security", "event_id": 4624, "logon": {"type": "Network", "id": "0x3e7"}}, "user": {"id": "S-1-5-21-1-2-3-4", "name": "eve", "domain": "CONTOSO"}}`,
			map[string]string{"TargetUserSid": "S-1-5-21-1-2-3-4", "TargetUserName": "eve", "TargetDomainName": "CONTOSO", "LogonType": "Network", "TargetLogonId": "", "SubjectUserName": ""}},
		{"who used whose credentials", `{"winlog": {"channel": "Security", "event_id": 4648, "logon": {"id": "0x1"}}, "user": {"id": "S-1-5-18", "name": "WS$", "effective": {"name": "eve"}}}`,
			map[string]string{"SubjectUserSid": "S-1-5-18", "SubjectUserName": "WS$", "SubjectLogonId": "0x1", "TargetUserName": "eve"}},
		{"who logged off", `{"winlog": {"channel": "Security", "event_id": 4634, "logon": {"type": "Interactive", "id": "0x1"}}, "user": {"name": "eve"}}`,
			map[string]string{"TargetUserName": "eve", "TargetLogonId": "0x1", "LogonType": "Interactive", "SubjectUserName": ""}},
		{"who made whom", `{"winlog": {"channel": "Security", "event_id": 4720}, "user": {"name": "eve", "target": {"name": "mallory", "id": "S-1-5-21-1-2-3-5"}}}`,
			map[string]string{"SubjectUserName": "eve", "TargetUserName": "mallory", "TargetSid": "S-1-5-21-1-2-3-5"}},
		{"who was let into a group", `{"winlog": {"channel": "Security", "event_id": 4732, "event_data": {"MemberSid": "S-1-5-21-1-2-3-5"}}, "user": {"name": "eve"}, "group": {"name": "Administrators", "id": "S-1-5-32-544"}}`,
			map[string]string{"SubjectUserName": "eve", "TargetUserName": "Administrators", "TargetSid": "S-1-5-32-544"}},
		{"special privileges", `{"winlog": {"channel": "Security", "event_id": 4672, "logon": {"id": "0x1"}}, "user": {"name": "eve", "id": "S-1-5-18"}}`,
			map[string]string{"SubjectUserName": "eve", "SubjectUserSid": "S-1-5-18", "SubjectLogonId": "0x1", "TargetUserName": ""}},
		{"connection", `{"winlog": {"channel": "Security", "event_id": 5156, "event_data": {"Direction": "%%14593"}}, "process": {"executable": "\\device\\harddiskvolume2\\x.exe", "pid": 4},
			"source": {"ip": "10.0.0.5", "port": 1}, "destination": {"ip": "10.0.0.7", "port": 445}, "network": {"iana_number": "6"}}`,
			map[string]string{"Application": `\device\harddiskvolume2\x.exe`, "ProcessID": "4", "SourceAddress": "10.0.0.5", "SourcePort": "1", "DestAddress": "10.0.0.7", "DestPort": "445", "Protocol": "6"}},
		{"pipeline", `{"winlog": {"channel": "Microsoft-Windows-PowerShell/Operational", "provider_name": "Microsoft-Windows-PowerShell", "event_id": 4103}, "user": {"name": "bob", "domain": "CONTOSO"},
			"process": {"title": "ConsoleHost", "command_line": "powershell -enc AA"}, "powershell": {"command": {"invocation_details": [{"related_command": "iex", "type": "CommandInvocation", "value": "\"iex\""},
			{"name": "\"Command\"", "related_command": "iex", "type": "ParameterBinding", "value": "\"x\""}]}}}`,
			map[string]string{"ContextInfo": "\tHost Name = ConsoleHost\n\tHost Application = powershell -enc AA\n\tUser = CONTOSO\\bob\n",
				"Payload": "CommandInvocation(iex): \"iex\"\nParameterBinding(iex): name=\"Command\"; value=\"x\"\n"}},
		{"engine", `{"winlog": {"channel": "Windows PowerShell", "provider_name": "PowerShell", "event_id": 400}, "process": {"title": "ConsoleHost", "command_line": "powershell"}, "powershell": {"engine": {"version": "2.0", "new_state": "Available"}}}`,
			map[string]string{"Data": "\tNewEngineState=Available\n\tHostName=ConsoleHost\n\tHostApplication=powershell\n\tEngineVersion=2.0\n"}},
		{"engine with its message", `{"winlog": {"channel": "Windows PowerShell", "provider_name": "PowerShell", "event_id": 400}, "process": {"title": "ConsoleHost"}, "message": "Engine state is changed from None to Available. \n\nDetails: \n\tHostName=X"}`,
			map[string]string{"Data": "\tHostName=X"}},
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
