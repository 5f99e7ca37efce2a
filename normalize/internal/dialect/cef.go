package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
	"github.com/rulehound/rulehound/normalize/windows"
)

// cef is a Windows event in ArcSight's common event format, where it says which
// event it is: the signature is Provider:id, or the id stands in externalId. Only
// what the format has a key for is there; custom fields are called by the labels of
// Windows' messages.
func cef() Dialect {
	var p places
	p.add(event.System, "EventID", "externalId")
	p.add(event.System, "Computer", "dvchost", "deviceHostName")
	p.add(event.System, "TimeCreated", "rt", "deviceReceiptTime", "end")
	p.add(event.System, "EventRecordID", "RecordNumber", "deviceExternalId")
	p.add(event.Rendering, "Message", "msg", "message")
	p.add(event.EventData, "SubjectUserName", "suser")
	p.add(event.EventData, "SubjectDomainName", "sntdom")
	p.add(event.EventData, "SubjectLogonId", "suid")
	p.add(event.EventData, "TargetUserName", "duser")
	p.add(event.EventData, "TargetDomainName", "dntdom")
	p.add(event.EventData, "TargetLogonId", "duid")
	p.add(event.EventData, "IpAddress", "src")
	p.add(event.EventData, "IpPort", "spt")
	p.add(event.Envelope, "", "CEFVersion", "DeviceVendor", "DeviceProduct", "DeviceVersion", "SignatureID", "Name", "Severity", "SyslogHeader", "cat")
	return Dialect{
		name:  "cef",
		signs: []string{"CEFVersion,SignatureID"},
		sort: func(fs event.Fields) event.Fields {
			for i := range fs {
				if name, ok := strings.CutPrefix(pathOf(&fs[i]), "ad."); ok { // additional data
					fs[i].Name, fs[i].Path = name, ""
				}
				p.place(&fs[i])
			}
			return cefIdentity(fs)
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// cefIdentity takes provider, id and channel from where CEF has them, and names the
// data by the event.
func cefIdentity(fs event.Fields) event.Fields {
	i := indexPath(fs, "SignatureID")
	provider, id, ok := strings.Cut(fs[i].Value.Raw(), ":")
	if !ok {
		provider, id = "", provider
	}
	add := func(name, value string, from uint32) {
		if _, said := fs.In(event.System, name); !said && value != "" {
			fs = append(fs, event.Field{Name: name, Section: event.System, Value: event.TextValue(value), Origin: from})
		}
	}
	add("Provider_Name", provider, fs[i].Origin)
	add("EventID", id, fs[i].Origin)
	if at := indexPath(fs, "cat"); at >= 0 {
		if cat := fs[at].Value.Raw(); isChannel(cat) {
			add("Channel", cat, fs[at].Origin)
		}
	}
	v, _ := fs.In(event.System, "EventID")
	number, _ := Number(v)
	for i := range fs {
		f := &fs[i]
		if f.Section != event.EventData {
			continue
		}
		if f.Name == "dproc" && number == 4688 {
			f.Name = "NewProcessName"
		} else if name, ok := windows.FieldOfLabel(uint32(number), f.Name); ok {
			f.Name = name
		}
	}
	return fs
}

// isChannel reports whether a category is the name of a log.
func isChannel(s string) bool {
	return s == "Security" || s == "System" || s == "Application" || s == "Windows PowerShell" || strings.HasPrefix(s, "Microsoft-Windows-")
}

// leef is a Windows event in QRadar's log event extended format, as WinCollect
// writes it: the id in the head, the data in the message.
func leef() Dialect {
	p := winCollectPlaces()
	p.add(event.System, "EventID", "SignatureID")
	p.add(event.System, "TimeCreated", "devTime")
	p.add(event.System, "Computer", "identHostName", "resource")
	p.add(event.Envelope, "", "LEEFVersion", "DeviceVendor", "DeviceProduct", "DeviceVersion", "SyslogHeader", "devTimeFormat", "cat", "sev", "usrName", "application")
	return Dialect{
		name:  "leef",
		signs: []string{"LEEFVersion,SignatureID"},
		place: p.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}

// winCollect is WinCollect's own payload.
func winCollect() Dialect {
	p := winCollectPlaces()
	return Dialect{
		name:  "wincollect",
		signs: []string{"AgentDevice,AgentLogFile,EventIDCode"},
		place: p.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}

func winCollectPlaces() places {
	var p places
	p.add(event.System, "Channel", "AgentLogFile", "Channel")
	p.add(event.System, "Provider_Name", "Source", "SourceName")
	p.add(event.System, "Computer", "Computer")
	p.add(event.System, "EventID", "EventIDCode")
	p.add(event.System, "EventRecordID", "RecordNumber")
	p.add(event.System, "TimeCreated", "TimeGenerated")
	p.add(event.System, "Task", "EventCategory")
	p.add(event.System, "Keywords", "Keywords")
	p.add(event.Rendering, "", "Message")
	p.add(event.Rendering, "RenderedTask", "Task")
	p.add(event.Rendering, "RenderedOpcode", "Opcode")
	p.add(event.Envelope, "", "AgentDevice", "PluginVersion", "OriginatingComputer", "User", "Domain", "EventID", "EventType", "TimeWritten", "Level", "SyslogHeader")
	return p
}
