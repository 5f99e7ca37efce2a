package normalize_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize"
	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/source/jsonl"
	"github.com/rulehound/rulehound/normalize/windows"
)

func TestDerived(t *testing.T) {
	const person = `{"Channel": "Security", "EventID": 4624, "Computer": "CA01.contoso.local", "SubjectUserSid": "S-1-5-18", "SubjectUserName": "CA01$",
		"SubjectDomainName": "CONTOSO", "TargetUserSid": "S-1-5-21-1-2-3-1104", "TargetUserName": "bob", "TargetDomainName": "CONTOSO"}`
	registry := func(key string) string {
		return `{"Channel": "Security", "EventID": 4657, "ObjectName": "` + key + `", "ObjectValueName": "v"}`
	}
	key := func(name string) string { return `{"Channel": "Security", "EventID": 5059, "KeyName": "` + name + `"}` }
	operation := func(code string) string {
		return `{"Channel": "Security", "EventID": 4657, "ObjectName": "\\REGISTRY\\MACHINE\\K", "ObjectValueName": "v", "OperationType": "` + code + `"}`
	}
	application := func(path string) string {
		return `{"Channel": "Security", "EventID": 5156, "Application": "` + path + `"}`
	}
	process := func(subject, target string) string {
		return `{"Channel": "Security", "EventID": 4688, "SubjectDomainName": "CONTOSO", "SubjectLogonId": "0x3e7", ` + subject + `, ` + target + `}`
	}
	const pipeline = `{"Channel": "Windows PowerShell", "EventID": 800, "Data": ["Get-Date", "\tSequenceNumber=15\r\n\tHostApplication=powershell -c x", "CommandInvocation(Get-Date): \"Get-Date\""]}`
	task := func(actions string) string {
		return `{"Channel": "Security", "EventID": 4698, "TaskContent": "<Task><Actions>` + actions + `</Actions></Task>"}`
	}
	image := func(field, hashes string) string {
		return `{"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 7, "` + field + `": "` + hashes + `"}`
	}
	const (
		system   = `"SubjectUserSid": "S-1-5-18", "SubjectUserName": "CA01$"`
		bob      = `"TargetUserSid": "S-1-0-0", "TargetUserName": "bob", "TargetDomainName": "CONTOSO", "TargetLogonId": "0x8b3ef"`
		noTarget = `"TargetUserSid": "S-1-0-0", "TargetUserName": "-", "TargetDomainName": "-", "TargetLogonId": "0x0"`
	)
	tests := []struct {
		in, field string
		want      []string
	}{
		{person, "SubjectAccountClass", []string{"system"}},
		{person, "TargetAccountClass", []string{"privileged-user"}},
		{person, "SubjectUser", []string{`CONTOSO\CA01$`}},
		{person, "TargetUser", []string{`CONTOSO\bob`}},
		{`{"EventID": 1}`, "SubjectAccountClass", nil},
		{`{"TargetUserName": "-", "TargetDomainName": "-"}`, "TargetUser", nil},
		{registry(`\\REGISTRY\\MACHINE\\SOFTWARE\\X`), "TargetObject", []string{`HKLM\SOFTWARE\X\v`}},
		{registry(`\\REGISTRY\\USER\\S-1-5-18\\X`), "TargetObject", []string{`HKU\S-1-5-18\X\v`}},
		{registry(`\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Control`), "TargetObject",
			[]string{`HKLM\SYSTEM\ControlSet001\Control\v`, `HKLM\System\CurrentControlSet\Control\v`}},
		{operation("%%1905"), "RegistryValueSet", []string{`HKLM\K\v`}},
		{operation("%%1905"), "RegistryValueDeleted", nil},
		{operation("%%1905"), "EventType", []string{"SetValue"}},
		{operation("%%1906"), "RegistryValueSet", nil},
		{operation("%%1906"), "RegistryValueDeleted", []string{`HKLM\K\v`}},
		{operation("Registry value deleted"), "EventType", []string{"DeleteValue"}},
		{operation("%%1906"), "TargetObject", []string{`HKLM\K\v`}},
		{`{"Channel": "Security", "EventID": 4657, "NewValueType": "%%1876", "NewValue": "26"}`, "RegistryDetails", []string{"DWORD (0x0000001a)", "26"}},
		{`{"Channel": "Security", "EventID": 4657, "NewValueType": "REG_QWORD", "NewValue": "4294967297"}`, "RegistryDetails", []string{"QWORD (0x00000001-0x00000001)", "4294967297"}},
		{`{"Channel": "Security", "EventID": 4657, "NewValueType": "%%1873", "NewValue": "26"}`, "RegistryDetails", []string{"26"}},
		{`{"Channel": "Security", "EventID": 4657, "NewValueType": "%%1873", "NewValue": ""}`, "RegistryDetails", []string{"(Empty)"}},
		{application(`\\device\\harddiskvolume2\\windows\\system32\\svchost.exe`), "ApplicationPath", []string{`C:\windows\system32\svchost.exe`}},
		{application(`\\device\\harddiskvolume4\\data\\a.exe`), "ApplicationPath", nil},
		{application(`System`), "ApplicationPath", nil},
		{process(system, noTarget), "NewProcessUser", []string{`NT AUTHORITY\SYSTEM`, "S-1-5-18"}},
		{process(system, noTarget), "NewProcessLogonId", []string{"0x3e7", "999"}},
		{process(system, bob), "NewProcessUser", []string{`CONTOSO\bob`}},
		{process(system, bob), "NewProcessLogonId", []string{"0x8b3ef", "570351"}},
		{key(`le-Web-795fd6c1-2fae-4bef-a6bc-4f4d464bc083`), "KeyNamePattern", []string{"le-Web-*"}},
		{key(`tp-{795FD6C1-2FAE-4BEF-A6BC-4F4D464BC083}`), "KeyNamePattern", []string{"tp-*"}},
		{key(`795fd6c1-2fae-4bef-a6bc-4f4d464bc083`), "KeyNamePattern", []string{"*"}},
		{key(`le-Web-795fd6c1-2fae-4bef-a6bc-4f4d464bc08x`), "KeyNamePattern", []string{"le-Web-795fd6c1-2fae-4bef-a6bc-4f4d464bc08x"}},
		{key(`795fd6c1-2fae-4bef-a6bc-4f4d464bc083-old`), "KeyNamePattern", []string{"795fd6c1-2fae-4bef-a6bc-4f4d464bc083-old"}},
		{key(`TSSecKeySet1`), "KeyNamePattern", []string{"TSSecKeySet1"}},
		{key(``), "KeyNamePattern", nil},
		{`{"Channel": "Security", "EventID": 4688, "NewProcessId": "0x1330", "@timestamp": "2024-05-21T09:14:35.1Z"}`, "ProcessInstance", []string{"4912 started at 875"}},
		{`{"Channel": "Security", "EventID": 5059, "ClientProcessId": 4912, "ClientCreationTime": "2024-05-21T14:44:35.118402600Z"}`, "ProcessInstance", []string{"4912 started at 875"}},
		{`{"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1, "ProcessId": "4912", "UtcTime": "2024-05-21 09:14:35.118", "@timestamp": "2024-05-21T09:14:36.1Z"}`,
			"ProcessInstance", []string{"4912 started at 875"}},
		{`{"Channel": "Security", "EventID": 5059, "ClientProcessId": 4912}`, "ProcessInstance", nil},
		{`{"Channel": "Security", "EventID": 4689, "ProcessId": "0x1330", "@timestamp": "2024-05-21T09:14:35.1Z"}`, "ProcessInstance", nil},
		{`{"EventID": 4663, "ObjectName": "x"}`, "TargetObject", nil},
		{`{"Channel": "Security", "EventID": 4624, "@timestamp": "2024-05-21T09:14:35.1Z"}`, "TimeCreated", []string{"2024-05-21T09:14:35.1Z"}},
		{`{"Channel": "Security", "EventID": 4624, "@timestamp": "2024-05-21 09:14:35"}`, "TimeCreated", nil},
		{`{"Channel": "Security", "EventID": 4624, "TimeCreated": "2024-05-21T09:14:35.1Z"}`, "TimeCreated", nil},
		{`{"Channel": "Security", "EventID": 4656, "ObjectName": "\\Device\\HarddiskVolume2\\Windows\\System32\\lsass.exe"}`, "ObjectPath", []string{`C:\Windows\System32\lsass.exe`}},
		{`{"Channel": "Security", "EventID": 4670, "ObjectName": "\\Device\\HarddiskVolume2\\Windows\\a"}`, "ObjectPath", nil},
		{pipeline, "PipelineDetail", []string{`CommandInvocation(Get-Date): "Get-Date"`}},
		{pipeline, "PipelineContext", []string{"\tSequence Number = 15\r\n\tHost Application = powershell -c x"}},
		{`{"Channel": "Windows PowerShell", "EventID": 800, "event_data": {"param3": "detail"}, "winlog": 1}`, "PipelineDetail", nil},
		{`{"Channel": "Windows PowerShell", "EventID": 400, "Data": ["a", "b", "c"]}`, "PipelineDetail", nil},
		{task(`<Exec><Command>cmd.exe</Command><Arguments>/c a &gt; b</Arguments></Exec>`), "TaskCommand", []string{"cmd.exe /c a > b"}},
		{task(`<Exec id='x'><Command>a.exe</Command></Exec><Exec><Command>b.exe</Command></Exec>`), "TaskCommand", []string{"a.exe", "b.exe"}},
		{task(`<ComHandler><ClassId>{0}</ClassId></ComHandler>`), "TaskCommand", nil},
		{task(`<Exec><Command>a.exe`), "TaskCommand", nil},
		{image("Hashes", "SHA1=AB01,MD5=CD02, IMPHASH = EF03"), "MD5", []string{"CD02"}},
		{image("Hashes", "SHA1=AB01,MD5=CD02, IMPHASH = EF03"), "Imphash", []string{"EF03"}},
		{image("Hashes", "SHA1=AB01,MD5=CD02"), "sha256", nil},
		{image("Hashes", "MD5"), "md5", nil},
		{image("Hash", "SHA256=AB01"), "sha256", []string{"AB01"}},
		{`{"Channel": "Security", "EventID": 4688, "Hashes": "MD5=AB01"}`, "MD5", nil},
	}
	lists := windows.Lists{Privileged: windows.NewAccountSet(`CONTOSO\bob`)}
	for _, test := range tests {
		ev := fromJSONWith(t, test.in, normalize.WithDerived(lists, test.field))
		var got []string
		for _, f := range ev.Fields {
			if f.Section == event.Derived {
				got = append(got, f.Value.Raw())
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s of %s: %q, want %q", test.field, test.in, got, test.want)
		}
	}
}

// fromJSONWith normalises the one record of a JSON text.
func fromJSONWith(t *testing.T, text string, opts ...normalize.Option) *event.Event {
	t.Helper()
	for ev, err := range normalize.New(opts...).Events(jsonl.Records(t.Context(), strings.NewReader(text), "test")) {
		if err != nil {
			t.Fatal(err)
		}
		return ev
	}
	t.Fatal("no event")
	return nil
}
