package dialect

import "github.com/rulehound/rulehound/normalize/event"

// snareLine is a line of Snare for Windows: the event's data in a message on one
// line, the time local.
func snareLine() Dialect {
	var p places
	p.add(event.System, "Channel", "LogName")
	p.add(event.System, "Provider_Name", "SourceName")
	p.add(event.System, "Computer", "ComputerName")
	p.add(event.System, "Keywords", "EventLogType")
	p.add(event.System, "EventRecordID", "RecordNumber")
	p.add(event.System, "", "EventID")
	p.add(event.Rendering, "RenderedTask", "CategoryString")
	p.add(event.Rendering, "Message", "ExpandedString")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "snare",
		signs: []string{"SnareCounter,EventLogType"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			return properProvider(fs)
		},
		clocks: []place{{event.Envelope, "DateTime"}},
	}
}
