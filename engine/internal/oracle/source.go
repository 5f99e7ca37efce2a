package oracle

import (
	"maps"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// Source is one kind of event that the rules of a log source see.
type Source struct {
	Channel  string // "" is any
	Provider string // "" is any
	EventIDs []uint32
	// Where has fields, in lower case, of those events that are meant, and what
	// each may say.
	Where  map[string][]string
	Fields Mapping
}

// Sees reports whether events of the class are of this kind. What an event does
// not say does not speak against it.
func (s Source) Sees(c event.Class) bool {
	return (s.Channel == "" || c.Channel == "" || strings.EqualFold(s.Channel, c.Channel)) &&
		(s.Provider == "" || c.Provider == "" || strings.EqualFold(s.Provider, c.Provider)) &&
		(len(s.EventIDs) == 0 || c.EventID == 0 || slices.Contains(s.EventIDs, c.EventID))
}

// Means reports whether an event that the source sees is one that is meant.
func (s Source) Means(ev *Event) bool {
	for field, texts := range s.Where {
		said := slices.ContainsFunc(ev.named[field], func(c content) bool {
			return slices.ContainsFunc(c.faces, func(f face) bool {
				return slices.ContainsFunc(texts, func(t string) bool { return fold(t) == f.folded })
			})
		})
		if !said {
			return false
		}
	}
	return true
}

// Readings returns those of the sources that the event may be of. One that does not
// name its log is taken at the names of its fields: Image is not what a 4688 has, and
// NewProcessName is.
func Readings(sources []Source, class event.Class, ev *Event) []Source {
	var seen, likely []Source
	for _, s := range sources {
		if s.Sees(class) && s.Means(ev) {
			seen = append(seen, s)
			if class.Channel != "" || !s.foreign(ev) {
				likely = append(likely, s)
			}
		}
	}
	if len(likely) == 0 {
		return seen
	}
	return likely
}

// foreign reports whether the event has a field under the name that rules say, where
// the source has another, and none under a name of the source's alone.
func (s Source) foreign(ev *Event) bool {
	said, own := map[string]bool{}, map[string]bool{}
	for name, renaming := range s.Fields {
		if slices.ContainsFunc(renaming.Names, func(n string) bool { return strings.EqualFold(n, name) }) {
			continue
		}
		said[name] = true
		for _, n := range renaming.Names {
			own[strings.ToLower(n)] = true
		}
	}
	foreign := false
	for name := range ev.named {
		if own[name] && !said[name] {
			return false
		}
		foreign = foreign || said[name] && !own[name]
	}
	return foreign
}

// Sources returns the kinds of events of the log source, after the taxonomy
// appendix of the specification and what SigmaHQ's rules use beside it. It knows
// Windows with a category, a service or neither.
func (ls Logsource) Sources() []Source {
	var all []Source
	for _, s := range ls.sources() {
		fields := Mapping{"computername": to("ComputerName", "Computer"), "timecreated_systemtime": to("TimeCreated_SystemTime", "TimeCreated")}
		maps.Copy(fields, s.Fields)
		s.Fields = fields
		all = append(all, s)
	}
	return all
}

func (ls Logsource) sources() []Source {
	product, category, service := strings.ToLower(ls.Product), strings.ToLower(ls.Category), strings.ToLower(ls.Service)
	switch {
	case product != "windows" && (product != "" || category == "" && service == ""):
		return nil
	case category != "":
		return categories()[category]
	case service != "":
		return services()[service]
	}
	return []Source{{}}
}

const (
	sysmon     = "Microsoft-Windows-Sysmon/Operational"
	powerShell = "Microsoft-Windows-PowerShell/Operational"
	pwsh       = "PowerShellCore/Operational"
	classic    = "Windows PowerShell"
)

func categories() map[string][]Source {
	all := map[string][]Source{
		"antivirus": {{Channel: "Microsoft-Windows-Windows Defender/Operational",
			EventIDs: []uint32{1006, 1007, 1008, 1009, 1010, 1011, 1012, 1015, 1017, 1018, 1019, 1115, 1116, 1117, 1118, 1119},
			Fields:   Mapping{"filename": to("Path", "Filename"), "signature": to("Threat Name", "ThreatName", "Signature"), "action": to("Action Name", "ActionName", "Action")}}},
		"file_access": {{Provider: "Microsoft-Windows-Kernel-File"},
			{Channel: "Security", EventIDs: []uint32{4663}, Where: map[string][]string{"objecttype": {"File"}}, Fields: Mapping{
				"filename": to("ObjectName"), "image": to("ProcessName"), "user": user("SubjectUserName", "SubjectUserSid", "SubjectUser")}}},
		"process_access": {
			{Channel: "Security", EventIDs: []uint32{4656}, Where: map[string][]string{"objecttype": {"Process"}, "keywords": {"Audit Success"}}, Fields: processAccess("AccessMask")},
			{Channel: "Security", EventIDs: []uint32{4663}, Where: map[string][]string{"objecttype": {"Process"}}, Fields: processAccess()}},
		"driver_load": {
			{Channel: "System", Provider: "Service Control Manager", EventIDs: []uint32{7045}, Fields: Mapping{"imageloaded": to("ImagePath")},
				Where: map[string][]string{"servicetype": {"kernel mode driver", "file system driver"}}},
			{Channel: "Security", EventIDs: []uint32{4697}, Fields: Mapping{"imageloaded": to("ServiceFileName")},
				Where: map[string][]string{"servicetype": {"0x1", "0x2"}}}},
		"dns_query": {{Channel: "Microsoft-Windows-DNS-Client/Operational", EventIDs: []uint32{3008}, Fields: Mapping{"processid": to("Execution_ProcessID")}}},
		"wmi_event": {{Channel: "Microsoft-Windows-WMI-Activity/Operational", EventIDs: []uint32{5861}, Fields: Mapping{
			"destination": to("PossibleCause", "Message"), "query": to("PossibleCause", "Message"), "name": to("PossibleCause", "Message"),
			"consumer": to("CONSUMER"), "filter": to("ESS"), "eventnamespace": to("Namespace")}}},
		"file_rename":               {{Provider: "Microsoft-Windows-Kernel-File"}},
		"process_termination":       {{Channel: "Security", EventIDs: []uint32{4689}, Fields: process4689()}},
		"process_creation":          {{Channel: "Security", EventIDs: []uint32{4688}, Fields: process4688()}},
		"network_connection":        {{Channel: "Security", EventIDs: []uint32{5156}, Fields: network5156()}},
		"registry_event":            {{Channel: "Security", EventIDs: []uint32{4657}, Fields: registry4657("TargetObject")}},
		"registry_set":              {{Channel: "Security", EventIDs: []uint32{4657}, Fields: registry4657("RegistryValueSet")}},
		"registry_delete":           {{Channel: "Security", EventIDs: []uint32{4657}, Fields: registry4657("RegistryValueDeleted")}},
		"ps_classic_provider_start": {{Channel: classic, EventIDs: []uint32{600}}},
		"ps_classic_script":         {{Channel: classic, EventIDs: []uint32{800}}},
		"ps_classic_start":          {{Channel: classic, EventIDs: []uint32{400}}},
		"ps_module": {{Channel: powerShell, EventIDs: []uint32{4103}}, {Channel: pwsh, EventIDs: []uint32{4103}},
			{Channel: classic, EventIDs: []uint32{800}, Fields: Mapping{"payload": to("PipelineDetail"), "contextinfo": to("PipelineContext")}}},
		"ps_script": {{Channel: powerShell, EventIDs: []uint32{4104}}, {Channel: pwsh, EventIDs: []uint32{4104}}},
	}
	for name, ids := range map[string][]uint32{
		"process_creation": {1}, "file_change": {2}, "network_connection": {3}, "sysmon_status": {4, 16},
		"process_termination": {5}, "driver_load": {6}, "image_load": {7}, "create_remote_thread": {8},
		"raw_access_thread": {9}, "process_access": {10}, "file_event": {11}, "registry_event": {12, 13, 14},
		"registry_add": {12}, "registry_delete": {12}, "registry_set": {13}, "registry_rename": {14},
		"create_stream_hash": {15}, "pipe_created": {17, 18}, "wmi_event": {19, 20, 21}, "dns_query": {22},
		"file_delete": {23, 26}, "clipboard_capture": {24}, "process_tampering": {25}, "file_delete_detected": {26},
		"file_block_executable": {27}, "file_block_shredding": {28}, "file_executable_detected": {29}, "sysmon_error": {255},
	} {
		all[name] = append(all[name], Source{Channel: sysmon, EventIDs: ids})
	}
	return all
}

// process4688 is the native event of a process's start, under its own names.
func process4688() Mapping {
	m := Mapping{
		"image":           to("NewProcessName"),
		"parentimage":     to("ParentProcessName"),
		"processid":       to("NewProcessId"),
		"parentprocessid": to("ProcessId"),
		"logonid":         to("NewProcessLogonId"),
		"user":            user("NewProcessUser"),
		"integritylevel": {Names: []string{"MandatoryLabel"}, Values: map[string]string{
			"untrusted": "S-1-16-0", "low": "S-1-16-4096", "medium": "S-1-16-8192", "mediumplus": "S-1-16-8448",
			"high": "S-1-16-12288", "system": "S-1-16-16384", "protected": "S-1-16-20480"}},
	}
	return m
}

func process4689() Mapping {
	return Mapping{
		"image":   to("ProcessName"),
		"user":    user("SubjectUserName", "SubjectUserSid", "SubjectUser"),
		"logonid": to("SubjectLogonId"),
	}
}

// processAccess is the native event of access to a process; 4663 does not say all
// that was granted.
func processAccess(granted ...string) Mapping {
	return Mapping{
		"sourceimage": to("ProcessName"), "targetimage": to("ObjectName", "ObjectPath"), "grantedaccess": to(granted...),
		"sourceprocessid": to("ProcessId"), "sourceuser": user("SubjectUserName", "SubjectUserSid", "SubjectUser"),
	}
}

// registry4657 is the native event of a registry value's change.
func registry4657(value string) Mapping {
	return Mapping{
		"image": to("ProcessName"), "details": to("RegistryDetails"), "targetobject": to(value),
		"user": user("SubjectUserName", "SubjectUserSid", "SubjectUser"),
	}
}

// network5156 is the native event of a connection that was let through.
func network5156() Mapping {
	return Mapping{
		"image": to("Application", "ApplicationPath"), "processid": to("ProcessID"), "sourceip": to("SourceAddress"),
		"destinationip": to("DestAddress"), "destinationport": to("DestPort"),
		"protocol":  {Names: []string{"Protocol"}, Values: map[string]string{"tcp": "6", "udp": "17", "icmp": "1"}},
		"initiated": {Names: []string{"Direction"}, Values: map[string]string{"true": "%%14593", "false": "%%14592"}},
	}
}

func to(names ...string) Renaming { return Renaming{Names: names} }

// user is an account, which native events give without its domain and by SID.
func user(names ...string) Renaming {
	return Renaming{Names: names, Values: map[string]string{
		`nt authority\system`: "S-1-5-18", `\system`: "S-1-5-18",
		`nt authority\local service`: "S-1-5-19", `nt authority\network service`: "S-1-5-20",
		"authori": "S-1-5-1", "autori": "S-1-5-20",
	}}
}

func services() map[string][]Source {
	all := map[string][]Source{}
	for name, channels := range map[string][]string{
		"application":            {"Application"},
		"application-experience": {"Microsoft-Windows-Application-Experience/Program-Telemetry", "Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant"},
		"applocker":              {"Microsoft-Windows-AppLocker/MSI and Script", "Microsoft-Windows-AppLocker/EXE and DLL", "Microsoft-Windows-AppLocker/Packaged app-Deployment", "Microsoft-Windows-AppLocker/Packaged app-Execution"},
		"appmodel-runtime":       {"Microsoft-Windows-AppModel-Runtime/Admin"},
		"appxdeployment-server":  {"Microsoft-Windows-AppXDeploymentServer/Operational"},
		"appxpackaging-om":       {"Microsoft-Windows-AppxPackaging/Operational"},
		"bitlocker":              {"Microsoft-Windows-BitLocker/BitLocker Management"},
		"bits-client":            {"Microsoft-Windows-Bits-Client/Operational"},
		"capi2":                  {"Microsoft-Windows-CAPI2/Operational"},
		"certificateservicesclient-lifecycle-system": {"Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational"},
		"codeintegrity-operational":                  {"Microsoft-Windows-CodeIntegrity/Operational"},
		"diagnosis-scripted":                         {"Microsoft-Windows-Diagnosis-Scripted/Operational"},
		"dns-client":                                 {"Microsoft-Windows-DNS Client Events/Operational", "Microsoft-Windows-DNS-Client/Operational"},
		"dns-server":                                 {"DNS Server"},
		"dns-server-analytic":                        {"Microsoft-Windows-DNS-Server/Analytical", "Microsoft-Windows-DNSServer/Analytical"},
		"driver-framework":                           {"Microsoft-Windows-DriverFrameworks-UserMode/Operational"},
		"firewall-as":                                {"Microsoft-Windows-Windows Firewall With Advanced Security/Firewall"},
		"iis-configuration":                          {"Microsoft-IIS-Configuration/Operational"},
		"ldap":                                       {"Microsoft-Windows-LDAP-Client/Debug"},
		"lsa-server":                                 {"Microsoft-Windows-LSA/Operational"},
		"microsoft-servicebus-client":                {"Microsoft-ServiceBus-Client/Operational", "Microsoft-ServiceBus-Client/Admin"},
		"msexchange-management":                      {"MSExchange Management"},
		"ntlm":                                       {"Microsoft-Windows-NTLM/Operational"},
		"openssh":                                    {"OpenSSH/Operational"},
		"powershell":                                 {powerShell, pwsh},
		"powershell-classic":                         {classic},
		"printservice-admin":                         {"Microsoft-Windows-PrintService/Admin"},
		"printservice-operational":                   {"Microsoft-Windows-PrintService/Operational"},
		"security":                                   {"Security"},
		"security-mitigations": {"Microsoft-Windows-Security-Mitigations/Kernel Mode", "Microsoft-Windows-Security-Mitigations/User Mode",
			"Microsoft-Windows-Security-Mitigations/KernelMode", "Microsoft-Windows-Security-Mitigations/UserMode"},
		"shell-core":                           {"Microsoft-Windows-Shell-Core/Operational"},
		"smbclient-connectivity":               {"Microsoft-Windows-SmbClient/Connectivity"},
		"smbclient-security":                   {"Microsoft-Windows-SmbClient/Security"},
		"smbserver-connectivity":               {"Microsoft-Windows-SMBServer/Connectivity"},
		"sysmon":                               {sysmon},
		"system":                               {"System"},
		"taskscheduler":                        {"Microsoft-Windows-TaskScheduler/Operational"},
		"terminalservices-localsessionmanager": {"Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"},
		"windefend":                            {"Microsoft-Windows-Windows Defender/Operational"},
		"wmi":                                  {"Microsoft-Windows-WMI-Activity/Operational"},
	} {
		for _, c := range channels {
			all[name] = append(all[name], Source{Channel: c})
		}
	}
	return all
}
