package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// hayabusa is Hayabusa's findings. They show some fields of the event under
// abbreviated names (Details) and the others, or all, under their own.
func hayabusa() Dialect {
	var p places
	p.add(event.System, "EventRecordID", "RecordID")
	p.add(event.System, "Provider_Name", "Provider")
	p.add(event.System, "TimeCreated", "Timestamp")
	p.add(event.System, "", "Computer", "Channel", "EventID")
	l := layout{
		places: p,
		data:   []string{"AllFieldInfo.", "ExtraFieldInfo.", details},
		rest:   event.Envelope,
	}
	return Dialect{
		name:  "hayabusa",
		signs: []string{"RuleTitle,Channel,EventID", "RuleTitle,Channel,AllFieldInfo."},
		sort: func(fs event.Fields) event.Fields {
			fs = columnsOf(fs)
			nameDetails(fs)
			l.sort(fs)
			for i := range fs {
				if fs[i].Section == event.System && fs[i].Name == "Channel" {
					fs[i].Value = unabbreviated(fs[i].Value)
				}
				hayabusaValue(&fs[i])
			}
			return fs
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// nameDetails gives the fields in the Details the names that the event has for them.
func nameDetails(fs event.Fields) {
	var channel, id string
	for i := range fs {
		switch pathOf(&fs[i]) {
		case "Channel":
			channel = fs[i].Value.Raw()
		case "EventID":
			id = fs[i].Value.Raw()
		}
	}
	for i := range fs {
		if f := &fs[i]; strings.HasPrefix(f.Path, details) {
			f.Name = hayabusaField(channel, id, f.Name)
			f.Path = details + f.Name
		}
	}
}

const details = "Details."

// columnsOf gives the fields that tables hold in one column each their own:
// "KeyType: %%2500 ¦ Operation: %%2464".
func columnsOf(fs event.Fields) event.Fields {
	for i := len(fs) - 1; i >= 0; i-- {
		f := fs[i]
		switch f.Name {
		case "AllFieldInfo", "ExtraFieldInfo", "Details":
		default:
			continue
		}
		if f.Path != "" {
			continue
		}
		for pair := range strings.SplitSeq(f.Value.Raw(), " ¦ ") {
			if name, value, ok := strings.Cut(pair, ": "); ok {
				name = strings.TrimSpace(name)
				fs = append(fs, event.Field{Name: name, Path: f.Name + "." + name, Value: event.TextValue(value), Origin: f.Origin})
			}
		}
	}
	return fs
}

// unabbreviated returns the name of a channel that Hayabusa abbreviated.
func unabbreviated(v event.Value) event.Value {
	for _, c := range hayabusaChannels {
		if c[0] == v.Raw() {
			return event.TextValue(c[1])
		}
	}
	return v
}

var hayabusaChannels = [...][2]string{
	{"Sec", "Security"},
	{"Sys", "System"},
	{"App", "Application"},
	{"Sysmon", "Microsoft-Windows-Sysmon/Operational"},
	{"PwSh", "Microsoft-Windows-PowerShell/Operational"},
	{"PwShClassic", "Windows PowerShell"},
	{"Defender", "Microsoft-Windows-Windows Defender/Operational"},
	{"TaskSch", "Microsoft-Windows-TaskScheduler/Operational"},
	{"WMI", "Microsoft-Windows-WMI-Activity/Operational"},
	{"BitsCli", "Microsoft-Windows-Bits-Client/Operational"},
	{"CodeInteg", "Microsoft-Windows-CodeIntegrity/Operational"},
	{"NTLM", "Microsoft-Windows-NTLM/Operational"},
	{"Firewall", "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall"},
	{"PrintAdm", "Microsoft-Windows-PrintService/Admin"},
	{"PrintOp", "Microsoft-Windows-PrintService/Operational"},
	{"DNS-Svr", "DNS Server"},
	{"SvcBusCli", "Microsoft-ServiceBus-Client"},
	{"PwShCore", "PowerShellCore/Operational"},
	{"DvrFmwk", "Microsoft-Windows-DriverFrameworks-UserMode/Operational"},
	{"SmbCliSec", "Microsoft-Windows-SmbClient/Security"},
	{"WinRM", "Microsoft-Windows-WinRM/Operational"},
	{"RDP-Cli", "Microsoft-Windows-TerminalServices-RDPClient/Operational"},
	{"RDP-CoreTS", "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational"},
	{"RDS-GTW", "Microsoft-Windows-TerminalServices-Gateway/Operational"},
	{"RDS-RCM", "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"},
	{"RDS-LSM", "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"},
	{"LDAP-Cli", "Microsoft-Windows-LDAP-Client/Debug"},
	{"DHCP-Svr", "Microsoft-Windows-DHCP-Server/Operational"},
	{"Exchange", "MSExchange Management"},
	{"OpenSSH", "OpenSSH/Operational"},
	{"ProgCompatAssist", "Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant"},
	{"GroupPolicy", "Microsoft-Windows-GroupPolicy/Operational"},
}
