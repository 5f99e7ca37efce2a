package dialect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// sysmon puts together what Elastic's pipeline for Sysmon took apart.
func (m *schemaMove) sysmon() {
	m.hashes()
	m.registry()
	m.user()
	if m.id == 3 {
		direction := m.find("network.direction")
		m.addText("Initiated", initiated[m.text("network.direction")], direction)
	}
	if m.id == 22 {
		m.answers()
		status := m.find("sysmon.dns.status")
		text := m.text("sysmon.dns.status")
		if code, ok := dnsStatus[text]; ok {
			text = code
		}
		m.addText("QueryStatus", text, status)
	}
}

var initiated = map[string]string{"egress": "true", "outbound": "true", "ingress": "false", "inbound": "false"}

// dnsStatus are the commonest of the words that the pipeline has for numbers.
var dnsStatus = map[string]string{
	"SUCCESS": "0", "ERROR_INVALID_NAME": "123", "ERROR_TIMEOUT": "1460", "DNS_ERROR_RCODE_FORMAT_ERROR": "9001",
	"DNS_ERROR_RCODE_SERVER_FAILURE": "9002", "DNS_ERROR_RCODE_NAME_ERROR": "9003", "DNS_ERROR_RCODE_REFUSED": "9005",
	"DNS_INFO_NO_RECORDS": "9501", "DNS_ERROR_RECORD_DOES_NOT_EXIST": "9701",
}

// user is whose process it was, in the events that say so: where the process is
// called the source, so is its user, and the service's own events have none.
func (m *schemaMove) user() {
	switch m.id {
	case 4, 6, 16, 255:
	case 8, 10:
		m.addText("SourceUser", m.account("user"), m.find("user.name"))
	default:
		m.addText("User", m.account("user"), m.find("user.name"))
	}
}

// answers writes what a name was resolved to as Sysmon does: names with the number
// of their type, addresses without, those of IPv4 mapped into IPv6.
func (m *schemaMove) answers() {
	var b strings.Builder
	for answer := range m.objects("dns.answers.") {
		kind, data := answer.text("type"), answer.text("data")
		switch number := slices.Index(recordTypes, kind); {
		case kind == "A":
			b.WriteString("::ffff:" + data + ";")
		case kind == "AAAA" || number < 0:
			b.WriteString(data + ";")
		default:
			fmt.Fprintf(&b, "type: %2d %s;", number, data)
		}
	}
	m.addText("QueryResults", b.String(), m.find("dns.answers.data"))
}

// recordTypes are the types of DNS records, by their numbers.
var recordTypes = []string{"", "A", "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "NULL", "WKS", "PTR", "HINFO", "MINFO", "MX", "TXT", 33: "SRV"}

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
	{"sysmon.file.archived", "Archived", []int{23, 26}},
	{"sysmon.file.is_executable", "IsExecutable", []int{23, 26}},
	{"error.code", "ID", []int{255}},
	{"registry.path", "TargetObject", []int{12, 13, 14}},
	{"rule.name", "RuleName", nil},
}

// notFromAProcess are the events of Sysmon whose process is called Image.
var notFromAProcess = []int{1, 2, 3, 5, 6, 7, 9, 11, 12, 13, 14, 15, 17, 18, 22, 23, 24, 25, 26, 27, 28, 29}
