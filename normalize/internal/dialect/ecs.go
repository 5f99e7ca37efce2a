package dialect

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// fromSchema gives an event back what Elastic's pipelines for Sysmon, Security
// and PowerShell moved out of its data, into fields of the common schema (ECS):
// a process creation without its Image and CommandLine is no use to any rule.
// What the data still says goes before the schema.
func fromSchema(fs event.Fields) event.Fields {
	v, _ := fs.In(event.System, "EventID")
	id, _ := Number(v)
	channel, _ := fs.In(event.System, "Channel")
	m := schemaMove{fs: fs, n: len(fs), id: int(id)}
	switch {
	case strings.EqualFold(channel.Raw(), "Microsoft-Windows-Sysmon/Operational"):
		m.all(sysmonMoves)
		m.hashes()
		m.registry()
	case strings.EqualFold(channel.Raw(), "Security"):
		m.all(securityMoves)
	case strings.Contains(channel.Raw(), "PowerShell"):
		m.all(powershellMoves)
	}
	return m.fs
}

// schemaMove gives one event its fields back.
type schemaMove struct {
	fs event.Fields
	n  int // of the fields that it came with
	id int
}

// move is a field of the data and where the schema keeps it, in events with the
// given ids; none are those that no move before it speaks of.
type move struct {
	path, name string
	ids        []int
}

func (m *schemaMove) all(moves []move) {
	for _, mv := range moves {
		if len(mv.ids) > 0 && !has(mv.ids, m.id) {
			continue
		}
		if f := m.find(mv.path); f != nil {
			m.add(mv.name, f.Value, f.Origin)
		}
	}
	domain, user := m.find("user.domain"), m.find("user.name")
	if domain != nil && user != nil && len(moves) == len(sysmonMoves) {
		m.add("User", event.TextValue(domain.Value.Raw()+`\`+user.Value.Raw()), user.Origin)
	}
}

func has(ids []int, id int) bool {
	for _, i := range ids {
		if i == id {
			return true
		}
	}
	return false
}

func (m *schemaMove) find(path string) *event.Field {
	for i := range m.fs[:m.n] {
		if f := &m.fs[i]; f.Section == event.Envelope && f.Path == path && !f.Value.IsNull() {
			return f
		}
	}
	return nil
}

func (m *schemaMove) add(name string, v event.Value, origin uint32) {
	if _, said := m.fs.In(event.EventData, name); !said {
		m.fs = append(m.fs, event.Field{Name: name, Section: event.EventData, Value: v, Origin: origin})
	}
}

// hashes writes the hashes of a process or file as Sysmon does.
func (m *schemaMove) hashes() {
	var b strings.Builder
	var origin uint32
	for _, object := range [...]string{"process.", "file.", "dll."} {
		for _, h := range [...][2]string{{"SHA1", "hash.sha1"}, {"MD5", "hash.md5"}, {"SHA256", "hash.sha256"}, {"IMPHASH", "pe.imphash"}} {
			if f := m.find(object + h[1]); f != nil {
				if b.Len() > 0 {
					b.WriteByte(',')
				}
				b.WriteString(h[0] + "=" + strings.ToUpper(f.Value.Raw()))
				origin = f.Origin
			}
		}
		if b.Len() > 0 {
			m.add("Hashes", event.TextValue(b.String()), origin)
			return
		}
	}
}

// registry writes the data of a registry value as Sysmon does.
func (m *schemaMove) registry() {
	f, kind := m.find("registry.data.strings"), m.find("registry.data.type")
	if f == nil || kind == nil {
		return
	}
	v := f.Value
	if u, err := strconv.ParseUint(v.Raw(), 10, 64); err == nil {
		switch kind.Value.Raw() {
		case "SZ_DWORD", "REG_DWORD":
			v = event.TextValue(fmt.Sprintf("DWORD (0x%08x)", u))
		case "SZ_QWORD", "REG_QWORD":
			v = event.TextValue(fmt.Sprintf("QWORD (0x%08x-0x%08x)", u>>32, u&0xffffffff))
		}
	}
	m.add("Details", v, f.Origin)
}

var sysmonMoves = []move{
	{"process.executable", "SourceImage", []int{8, 10}},
	{"process.pid", "SourceProcessId", []int{8, 10}},
	{"process.entity_id", "SourceProcessGuid", []int{8}},
	{"process.entity_id", "SourceProcessGUID", []int{10}},
	{"process.thread.id", "SourceThreadId", []int{10}},
	{"process.executable", "Image", notFromAProcess},
	{"process.pid", "ProcessId", notFromAProcess},
	{"process.entity_id", "ProcessGuid", notFromAProcess},
	{"process.command_line", "CommandLine", nil},
	{"process.working_directory", "CurrentDirectory", nil},
	{"process.pe.original_file_name", "OriginalFileName", []int{1}},
	{"process.parent.executable", "ParentImage", nil},
	{"process.parent.command_line", "ParentCommandLine", nil},
	{"process.parent.pid", "ParentProcessId", nil},
	{"process.parent.entity_id", "ParentProcessGuid", nil},
	{"file.path", "TargetFilename", []int{2, 11, 15, 23, 26, 27, 28, 29}},
	{"file.path", "ImageLoaded", []int{6, 7}},
	{"dll.path", "ImageLoaded", []int{7}},
	{"file.path", "Device", []int{9}},
	{"file.name", "PipeName", []int{17, 18}},
	{"file.pe.original_file_name", "OriginalFileName", []int{7}},
	{"dll.pe.original_file_name", "OriginalFileName", []int{7}},
	{"network.transport", "Protocol", []int{3}},
	{"source.ip", "SourceIp", []int{3}},
	{"source.port", "SourcePort", []int{3}},
	{"source.domain", "SourceHostname", []int{3}},
	{"destination.ip", "DestinationIp", []int{3}},
	{"destination.port", "DestinationPort", []int{3}},
	{"destination.domain", "DestinationHostname", []int{3}},
	{"dns.question.name", "QueryName", []int{22}},
	{"sysmon.dns.status", "QueryStatus", []int{22}},
	{"registry.path", "TargetObject", []int{12, 13, 14}},
	{"rule.name", "RuleName", nil},
}

// notFromAProcess are the events of Sysmon whose process is called Image.
var notFromAProcess = []int{1, 2, 3, 5, 6, 7, 9, 11, 12, 13, 14, 15, 17, 18, 22, 23, 24, 25, 26, 27, 28, 29}

var securityMoves = []move{
	{"process.executable", "NewProcessName", []int{4688}},
	{"process.pid", "NewProcessId", []int{4688}},
	{"process.command_line", "CommandLine", []int{4688}},
	{"process.parent.executable", "ParentProcessName", []int{4688}},
	{"process.parent.pid", "ProcessId", []int{4688}},
	{"process.executable", "ProcessName", namedProcess},
	{"process.pid", "ProcessId", namedProcess},
	{"source.ip", "IpAddress", []int{4624, 4625, 4648, 4768, 4769, 4770, 4771, 5140, 5145}},
	{"source.port", "IpPort", []int{4624, 4625, 4648, 4768, 4769, 4770, 4771, 5140, 5145}},
	{"source.domain", "WorkstationName", []int{4624, 4625}},
	{"source.domain", "Workstation", []int{4776}},
	{"source.ip", "ClientAddress", []int{4778, 4779}},
	{"source.domain", "ClientName", []int{4778, 4779}},
}

// namedProcess are the events of Security with a ProcessName.
var namedProcess = []int{4611, 4624, 4625, 4648, 4656, 4657, 4658, 4660, 4661, 4663, 4670, 4673, 4674, 4689, 4690, 4703, 4797, 4798, 4799, 4904, 4905, 4907}

var powershellMoves = []move{
	{"powershell.file.script_block_text", "ScriptBlockText", []int{4104}},
	{"powershell.file.script_block_id", "ScriptBlockId", []int{4104, 4105, 4106}},
	{"powershell.sequence", "MessageNumber", []int{4104}},
	{"powershell.total", "MessageTotal", []int{4104}},
	{"file.path", "Path", []int{4104}},
	{"process.command_line", "HostApplication", []int{400, 403, 600, 800}},
}
