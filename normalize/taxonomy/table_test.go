package taxonomy_test

import (
	"slices"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/taxonomy"
)

const sysmon = "microsoft-windows-sysmon/operational"

func TestSources(t *testing.T) {
	type ls = taxonomy.Logsource
	type sel = taxonomy.Selector
	tests := []struct {
		name string
		ls   ls
		want []sel
	}{
		{"empty", ls{}, nil},
		{"service", ls{Product: "windows", Service: "security"}, []sel{{Channel: "security"}}},
		{"case and blanks do not matter", ls{Product: "Windows ", Service: "SECURITY"}, []sel{{Channel: "security"}}},
		{"two channels", ls{Product: "windows", Service: "powershell"}, []sel{
			{Channel: "microsoft-windows-powershell/operational"}, {Channel: "powershellcore/operational"}}},
		{"channels as Windows calls them beside those of the appendix", ls{Product: "windows", Service: "security-mitigations"}, []sel{
			{Channel: "microsoft-windows-security-mitigations/kernel mode"}, {Channel: "microsoft-windows-security-mitigations/user mode"},
			{Channel: "microsoft-windows-security-mitigations/kernelmode"}, {Channel: "microsoft-windows-security-mitigations/usermode"}}},
		{"a channel without a slash", ls{Product: "windows", Service: "vhdmp"}, []sel{
			{Channel: "microsoft-windows-vhdmp/operational"}, {Channel: "microsoft-windows-vhdmp-operational"}}},
		{"native beside Sysmon", ls{Product: "windows", Category: "process_creation"}, []sel{
			{Channel: sysmon, EventIDs: []uint32{1}}, {Channel: "security", EventIDs: []uint32{4688}}}},
		{"category without product", ls{Category: "registry_set"}, []sel{
			{Channel: sysmon, EventIDs: []uint32{13}}, {Channel: "security", EventIDs: []uint32{4657}}}},
		{"category and service", ls{Product: "windows", Category: "process_creation", Service: "sysmon"}, []sel{
			{Channel: sysmon, EventIDs: []uint32{1}}}},
		{"category and the other service", ls{Product: "windows", Category: "process_creation", Service: "security"}, []sel{
			{Channel: "security", EventIDs: []uint32{4688}}}},
		{"category that its service never logs", ls{Product: "windows", Category: "process_creation", Service: "system"}, nil},
		{"ETW provider", ls{Product: "windows", Category: "file_access"}, []sel{
			{Provider: "microsoft-windows-kernel-file"}, {Channel: "security", EventIDs: []uint32{4663}}}},
		{"all of Windows", ls{Product: "windows"}, []sel{{}}},
		{"unknown service", ls{Product: "windows", Service: "sekurity"}, nil},
		{"unknown category", ls{Product: "windows", Category: "process_begin"}, nil},
		{"unknown category of a known service", ls{Product: "windows", Category: "process_begin", Service: "sysmon"}, nil},
		{"other product", ls{Product: "linux", Category: "process_creation"}, nil},
		{"other product alone", ls{Product: "linux"}, nil},
		{"no Windows category", ls{Category: "proxy"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []sel
			for _, s := range taxonomy.Windows().Sources(tt.ls) {
				got = append(got, s.Match)
				if s.Name == "" {
					t.Error("a source without a name")
				}
			}
			same := func(a, b sel) bool {
				return a.Channel == b.Channel && a.Provider == b.Provider && slices.Equal(a.EventIDs, b.EventIDs)
			}
			if !slices.EqualFunc(got, tt.want, same) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestSysmonCategories holds every category of Sysmon's against its event ids.
func TestSysmonCategories(t *testing.T) {
	tests := map[string][]uint32{
		"process_creation": {1}, "file_change": {2}, "network_connection": {3}, "sysmon_status": {4, 16},
		"process_termination": {5}, "driver_load": {6}, "image_load": {7}, "create_remote_thread": {8},
		"raw_access_thread": {9}, "process_access": {10}, "file_event": {11}, "registry_event": {12, 13, 14},
		"registry_add": {12}, "registry_delete": {12}, "registry_set": {13}, "registry_rename": {14},
		"create_stream_hash": {15}, "pipe_created": {17, 18}, "wmi_event": {19, 20, 21}, "dns_query": {22},
		"file_delete": {23, 26}, "clipboard_capture": {24}, "process_tampering": {25}, "file_delete_detected": {26},
		"file_block_executable": {27}, "file_block_shredding": {28}, "file_executable_detected": {29}, "sysmon_error": {255},
	}
	for category, want := range tests {
		ls := taxonomy.Logsource{Product: "windows", Category: category, Service: "sysmon"}
		sources := taxonomy.Windows().Sources(ls)
		if len(sources) != 1 || !slices.Equal(sources[0].Match.EventIDs, want) {
			t.Errorf("%s: got %v, want event ids %v", category, sources, want)
		}
	}
}

// The specification's own correlations group by ComputerName.
func TestComputerName(t *testing.T) {
	for _, ls := range []taxonomy.Logsource{{Product: "windows"}, {Product: "windows", Service: "security"}, {Category: "process_creation"}, {Category: "file_event"}} {
		for _, s := range taxonomy.Windows().Sources(ls) {
			if got := s.Fields["computername"].Names; !slices.Equal(got, []string{"ComputerName", "Computer"}) {
				t.Errorf("%v, %s: %v", ls, s.Name, got)
			}
		}
	}
}

func TestProcessCreationFieldNames(t *testing.T) {
	sources := taxonomy.Windows().Sources(taxonomy.Logsource{Product: "windows", Category: "process_creation"})
	if n := len(sources[0].Fields); n != 2 {
		t.Errorf("Sysmon renames %d fields, not the computer and the time alone", n)
	}
	native := sources[1]
	for field, want := range map[string]string{
		"image": "NewProcessName", "parentimage": "ParentProcessName", "processid": "NewProcessId",
		"parentprocessid": "ProcessId", "logonid": "NewProcessLogonId", "integritylevel": "MandatoryLabel",
		"user": "NewProcessUser",
	} {
		if m := native.Fields[field]; len(m.Names) == 0 || m.Names[0] != want {
			t.Errorf("%s is %v, want %s", field, m.Names, want)
		}
	}
	for _, field := range []string{"commandline", "eventid", "channel"} {
		if m, ok := native.Fields[field]; ok {
			t.Errorf("%s has its own name but maps to %v", field, m)
		}
	}
	values := native.Fields["integritylevel"].Values
	if values["high"] != "S-1-16-12288" || values["system"] != "S-1-16-16384" || values["S-1-16-12288"] != "" {
		t.Errorf("integrity levels: %v", values)
	}
	if !slices.Contains(native.Unprovidable, "OriginalFileName") || slices.Contains(native.Unprovidable, "Image") {
		t.Errorf("unprovidable: %v", native.Unprovidable)
	}
}

func TestSelectorMatches(t *testing.T) {
	sel := taxonomy.Selector{Channel: "security", EventIDs: []uint32{4688, 4689}}
	tests := []struct {
		class event.Class
		want  bool
	}{
		{event.Class{Channel: "security", EventID: 4688}, true},
		{event.Class{Channel: "security", Provider: "microsoft-windows-security-auditing", EventID: 4689}, true},
		{event.Class{Channel: "security", EventID: 4624}, false},
		{event.Class{Channel: "system", EventID: 4688}, false},
		{event.Class{EventID: 4688}, true},
		{event.Class{Channel: "security"}, true},
		{event.Class{}, true},
	}
	for _, tt := range tests {
		if got := sel.Matches(tt.class); got != tt.want {
			t.Errorf("%+v: got %t", tt.class, got)
		}
	}
}

func TestProvider(t *testing.T) {
	for _, test := range []struct {
		channel string
		id      uint32
		want    string
	}{
		{"microsoft-windows-sysmon/OPERATIONAL", 1, "Microsoft-Windows-Sysmon"},
		{"Windows PowerShell", 400, "PowerShell"},
		{"security", 5059, "Microsoft-Windows-Security-Auditing"},
		{"Security", 1102, "Microsoft-Windows-Eventlog"},
		{"Security", 412, ""},
		{"System", 7045, "Service Control Manager"},
		{"System", 104, ""},
		{"Application", 1000, ""},
		{"", 1, ""},
	} {
		if p, _ := taxonomy.Windows().Provider(test.channel, test.id); p != test.want {
			t.Errorf("Provider(%q, %d) = %q, want %q", test.channel, test.id, p, test.want)
		}
	}
}

func TestChannel(t *testing.T) {
	if c, _ := taxonomy.Windows().Channel("microsoft-windows-SYSMON"); c != "Microsoft-Windows-Sysmon/Operational" {
		t.Errorf("Sysmon writes to %q", c)
	}
	// It writes to System, Security and others.
	if c, ok := taxonomy.Windows().Channel("Microsoft-Windows-Eventlog"); ok {
		t.Errorf("Eventlog writes to %q", c)
	}
}
