package dialect

import (
	"strings"
	"time"

	"github.com/rulehound/rulehound/normalize/event"
)

// ocsf is Windows events in the Open Cybersecurity Schema Framework. What its
// classes have no attribute for stands below unmapped under its own name. Which
// field of Windows an attribute was made of depends on the event, so that it is
// known only where metadata names the event.
func ocsf(t *texts) Dialect {
	var p places
	p.add(event.System, "EventID", "metadata.event_code")
	p.add(event.System, "Channel", "metadata.log_name")
	p.add(event.System, "Provider_Name", "metadata.log_provider")
	p.add(event.System, "EventRecordID", "metadata.uid", "metadata.sequence")
	p.add(event.System, "Computer", "device.hostname", "device.name")
	p.add(event.System, "TimeCreated", "metadata.original_time")
	p.add(event.Rendering, "Message", "message")
	for _, name := range []string{"Task", "Keywords", "Version", "Level", "Opcode"} {
		p.add(event.System, name, "unmapped."+name)
	}
	l := layout{places: p, data: []string{"unmapped.EventData.", "unmapped."}, rest: event.Envelope}
	return Dialect{
		name:  "ocsf",
		signs: []string{"class_uid,metadata."},
		sort: func(fs event.Fields) event.Fields {
			if i := indexPath(fs, "raw_data"); i >= 0 {
				if inner, ok := t.fromXML(fs[i].Value.Raw()); ok {
					return whole(fs, i, inner)
				}
			}
			attributes := ocsfAttributes[valueAt(fs, "metadata.event_code")]
			if attributes == nil {
				attributes = ocsfAttributes["class "+valueAt(fs, "class_uid")]
			}
			l.sort(fs)
			return attributes.add(fs)
		},
		times: []place{{event.System, "TimeCreated"}, {event.Envelope, "time"}},
	}
}

// whole is an event that came along whole, with OCSF's view of it as wrapping.
func whole(fs event.Fields, i int, inner event.Fields) event.Fields {
	for j := range inner {
		inner[j].Origin = fs[i].Origin
	}
	for j := range fs {
		fs[j].Section = event.Envelope
	}
	return append(inner, append(fs[:i:i], fs[i+1:]...)...)
}

func valueAt(fs event.Fields, path string) string {
	if i := indexPath(fs, path); i >= 0 {
		return fs[i].Value.Raw()
	}
	return ""
}

// attributes maps the paths of OCSF to fields of Windows; of two paths to one
// field the first that is there counts.
type attributes [][2]string

// add turns the attributes that are there into fields of the event's data.
func (as attributes) add(fs event.Fields) event.Fields {
	for _, a := range as {
		i := indexPath(fs, a[0])
		if i < 0 || fs[i].Section != event.Envelope {
			continue
		}
		if _, said := fs.In(event.EventData, a[1]); !said {
			fs[i].Name, fs[i].Path, fs[i].Section = a[1], "", event.EventData
			fs[i].Value = milliseconds(a[1], fs[i].Value)
		}
	}
	return fs
}

// milliseconds gives OCSF's times, counted in thousandths since 1970, their zone.
func milliseconds(name string, v event.Value) event.Value {
	if i, ok := v.Int(); ok && strings.HasSuffix(name, "Time") {
		return event.TimeText(v.Raw(), time.UnixMilli(i).UTC())
	}
	return v
}

var subjectAttributes = attributes{
	{"actor.user.uid", "SubjectUserSid"},
	{"actor.user.name", "SubjectUserName"},
	{"actor.user.domain", "SubjectDomainName"},
	{"actor.session.uid", "SubjectLogonId"},
}

var keyAttributes = append(subjectAttributes[:len(subjectAttributes):len(subjectAttributes)], attributes{
	{"actor.process.pid", "ClientProcessId"},
	{"actor.process.created_time", "ClientCreationTime"},
	{"entity.name", "KeyName"}, {"managed_entity.name", "KeyName"},
	{"entity.data.algorithm", "AlgorithmName"}, {"managed_entity.data.algorithm", "AlgorithmName"},
	{"entity.data.provider", "ProviderName"}, {"managed_entity.data.provider", "ProviderName"},
	{"entity.data.key_type", "KeyType"}, {"managed_entity.data.key_type", "KeyType"},
	{"status_detail", "Operation"},
	{"status_code", "ReturnCode"},
}...)

// ocsfAttributes is by event id, and by class for events that are not listed.
var ocsfAttributes = map[string]attributes{
	"5058": keyAttributes, "5059": keyAttributes, "5061": keyAttributes,
	"4688": append(subjectAttributes[:len(subjectAttributes):len(subjectAttributes)], attributes{
		{"process.pid", "NewProcessId"},
		{"process.file.path", "NewProcessName"},
		{"process.cmd_line", "CommandLine"},
		{"actor.process.pid", "ProcessId"},
		{"process.parent_process.pid", "ProcessId"},
		{"actor.process.file.path", "ParentProcessName"},
		{"process.parent_process.file.path", "ParentProcessName"},
	}...),
	"4624": append(subjectAttributes[:len(subjectAttributes):len(subjectAttributes)], attributes{
		{"user.uid", "TargetUserSid"},
		{"user.name", "TargetUserName"},
		{"user.domain", "TargetDomainName"},
		{"session.uid", "TargetLogonId"},
		{"logon_type_id", "LogonType"},
		{"src_endpoint.ip", "IpAddress"},
		{"src_endpoint.port", "IpPort"},
		{"src_endpoint.hostname", "WorkstationName"},
	}...),
	"class 1007": {
		{"process.pid", "ProcessId"},
		{"process.uid", "ProcessGuid"},
		{"process.file.path", "Image"},
		{"process.cmd_line", "CommandLine"},
		{"actor.process.file.path", "ParentImage"},
		{"process.parent_process.file.path", "ParentImage"},
		{"actor.process.cmd_line", "ParentCommandLine"},
		{"process.parent_process.cmd_line", "ParentCommandLine"},
		{"actor.process.pid", "ParentProcessId"},
		{"process.parent_process.pid", "ParentProcessId"},
	},
}
