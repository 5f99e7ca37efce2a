package dialect

import "github.com/rulehound/rulehound/normalize/event"

// wmiRecord is WMI's Win32_NTLogEvent, as Logstash's eventlog input and
// PowerShell's Get-WmiObject write it: the event's data in order, times in CIM's
// form, 20240521091437.402117-000.
func wmiRecord() Dialect {
	var p places
	p.add(event.System, "Channel", "Logfile")
	p.add(event.System, "Provider_Name", "SourceName")
	p.add(event.System, "Computer", "ComputerName")
	p.add(event.System, "EventID", "EventCode")
	p.add(event.System, "EventRecordID", "RecordNumber")
	p.add(event.System, "Task", "Category")
	p.add(event.System, "Keywords", "Type")
	p.add(event.System, "TimeCreated", "TimeGenerated")
	p.add(event.Rendering, "RenderedTask", "CategoryString")
	p.add(event.Rendering, "", "Message")
	p.add(event.EventData, "Data", "InsertionStrings")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "wmi",
		signs: []string{"Logfile,EventCode,SourceName"},
		place: l.place,
		times: []place{{event.System, "TimeCreated"}, {event.Envelope, "@timestamp"}},
	}.byNames()
}
