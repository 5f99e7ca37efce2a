package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// defender is rows of Defender's advanced hunting: DeviceProcessEvents and its
// kin, from a query, an export or a stream of them. They are no events of
// Windows' logs. Those that say what an event of Sysmon does, or a logon, are read
// as that event, so that rules for it see them.
func defender() Dialect {
	return Dialect{
		name: "defender",
		signs: []string{
			"Timestamp,DeviceName,ActionType", "TimeGenerated,DeviceName,ActionType", "Timestamp,DeviceId,ActionType", "TimeGenerated,DeviceId,ActionType",
		},
		sort: func(fs event.Fields) event.Fields {
			for i := range fs {
				fs[i].Section = event.Envelope
			}
			wholePath(fs, "FolderPath", "FileName")
			wholePath(fs, "InitiatingProcessFolderPath", "InitiatingProcessFileName")
			return hunted[valueAt(fs, "ActionType")].add(fs)
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// huntedAction is what an action is in Windows' logs.
type huntedAction struct {
	channel, provider, id string
	columns               attributes
}

func (a huntedAction) add(fs event.Fields) event.Fields {
	system := attributes{{"DeviceName", "Computer"}, {"Timestamp", "TimeCreated"}, {"TimeGenerated", "TimeCreated"}}
	fs = append(system.addTo(fs, event.System), a.identity()...)
	fs = a.columns.addTo(fs, event.EventData)
	add := func(name, text string) {
		if text != "" {
			fs = append(fs, event.Field{Name: name, Section: event.EventData, Value: event.TextValue(text)})
		}
	}
	switch a.id {
	case "1", "7", "11", "23":
		add("Hashes", huntedHashes(fs))
	case "12", "13":
		add("TargetObject", huntedKey(fs))
	case "3":
		add("Initiated", "true")
	}
	account := "InitiatingProcessAccount"
	if a.id == "1" {
		account = "Account"
	}
	if name, domain := valueAt(fs, account+"Name"), valueAt(fs, account+"Domain"); a.channel == sysmonChannel && name != "" && domain != "" {
		add("User", domain+`\`+name)
	}
	return fs
}

// wholePath makes a path of a folder that does not end in its file, as some tables
// have it.
func wholePath(fs event.Fields, folder, file string) {
	i, name := indexPath(fs, folder), valueAt(fs, file)
	if i < 0 || name == "" {
		return
	}
	path := strings.TrimSuffix(fs[i].Value.Raw(), `\`)
	if path != "" && !strings.HasSuffix(strings.ToLower(path), `\`+strings.ToLower(name)) {
		fs[i].Value = event.TextValue(path + `\` + name)
	}
}

func (a huntedAction) identity() (fs event.Fields) {
	for _, f := range [...][2]string{{"Channel", a.channel}, {"Provider_Name", a.provider}, {"EventID", a.id}} {
		if f[1] != "" {
			fs = append(fs, event.Field{Name: f[0], Section: event.System, Value: event.TextValue(f[1])})
		}
	}
	return fs
}

// addTo gives the columns that are there their places in a section.
func (as attributes) addTo(fs event.Fields, section event.Section) event.Fields {
	for _, a := range as {
		i := indexPath(fs, a[0])
		if _, said := fs.In(section, a[1]); i >= 0 && !said && fs[i].Section == event.Envelope && fs[i].Value.Raw() != "" {
			fs[i].Name, fs[i].Path, fs[i].Section = a[1], "", section
		}
	}
	return fs
}

func huntedHashes(fs event.Fields) string {
	var all []string
	for _, name := range [...]string{"SHA1", "MD5", "SHA256"} {
		if v := valueAt(fs, name); v != "" {
			all = append(all, name+"="+strings.ToUpper(v))
		}
	}
	return strings.Join(all, ",")
}

// huntedKey is a registry key or value in Sysmon's spelling.
func huntedKey(fs event.Fields) string {
	key := valueAt(fs, "RegistryKey")
	for _, hive := range [...][2]string{{"HKEY_LOCAL_MACHINE", "HKLM"}, {"HKEY_USERS", "HKU"}, {"HKEY_CURRENT_USER", "HKU"}, {"HKEY_CLASSES_ROOT", "HKCR"}} {
		if rest, ok := strings.CutPrefix(key, hive[0]); ok {
			key = hive[1] + rest
		}
	}
	if value := valueAt(fs, "RegistryValueName"); value != "" && key != "" {
		key += `\` + value
	}
	return key
}

const sysmonChannel, sysmonProvider = "Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon"

func ofSysmon(id string, columns ...attributes) huntedAction {
	a := huntedAction{channel: sysmonChannel, provider: sysmonProvider, id: id}
	for _, c := range columns {
		a.columns = append(a.columns, c...)
	}
	return a
}

func ofSecurity(id string, columns attributes) huntedAction {
	return huntedAction{"Security", "Microsoft-Windows-Security-Auditing", id, columns}
}

// hunted is by ActionType.
var hunted = map[string]huntedAction{
	"ProcessCreated":       ofSysmon("1", newProcessColumns),
	"ConnectionSuccess":    ofSysmon("3", actorColumns, connectionColumns),
	"ImageLoaded":          ofSysmon("7", actorColumns, attributes{{"FolderPath", "ImageLoaded"}}),
	"FileCreated":          ofSysmon("11", actorColumns, fileColumns),
	"FileDeleted":          ofSysmon("23", actorColumns, fileColumns),
	"RegistryKeyCreated":   ofSysmon("12", actorColumns),
	"RegistryKeyDeleted":   ofSysmon("12", actorColumns),
	"RegistryValueDeleted": ofSysmon("12", actorColumns),
	"RegistryValueSet":     ofSysmon("13", actorColumns, attributes{{"RegistryValueData", "Details"}}),
	"LogonSuccess":         ofSecurity("4624", logonColumns),
	"LogonFailed":          ofSecurity("4625", logonColumns),
}

var (
	newProcessColumns = attributes{
		{"FolderPath", "Image"}, {"ProcessCommandLine", "CommandLine"}, {"ProcessId", "ProcessId"}, {"ProcessIntegrityLevel", "IntegrityLevel"},
		{"ProcessVersionInfoOriginalFileName", "OriginalFileName"}, {"ProcessVersionInfoProductName", "Product"},
		{"ProcessVersionInfoCompanyName", "Company"}, {"ProcessVersionInfoFileDescription", "Description"}, {"ProcessVersionInfoProductVersion", "FileVersion"},
		{"InitiatingProcessFolderPath", "ParentImage"}, {"InitiatingProcessCommandLine", "ParentCommandLine"}, {"InitiatingProcessId", "ParentProcessId"},
	}
	actorColumns      = attributes{{"InitiatingProcessFolderPath", "Image"}, {"InitiatingProcessId", "ProcessId"}}
	fileColumns       = attributes{{"FolderPath", "TargetFilename"}}
	connectionColumns = attributes{
		{"RemoteIP", "DestinationIp"}, {"RemotePort", "DestinationPort"}, {"RemoteUrl", "DestinationHostname"},
		{"LocalIP", "SourceIp"}, {"LocalPort", "SourcePort"}, {"Protocol", "Protocol"},
	}
	logonColumns = attributes{
		{"AccountName", "TargetUserName"}, {"AccountDomain", "TargetDomainName"}, {"AccountSid", "TargetUserSid"}, {"LogonType", "LogonType"},
		{"RemoteIP", "IpAddress"}, {"RemotePort", "IpPort"}, {"RemoteDeviceName", "WorkstationName"}, {"LogonId", "TargetLogonId"},
	}
)
