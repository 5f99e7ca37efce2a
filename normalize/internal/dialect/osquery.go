package dialect

import "github.com/rulehound/rulehound/normalize/event"

// osquery is a row of osquery's tables windows_events and windows_eventlog. The
// event's data is JSON in a text, by name or in order. datetime is in UTC.
func osquery(t *texts) Dialect {
	var p places
	p.add(event.System, "Channel", "source", "channel")
	p.add(event.System, "Provider_Name", "provider_name")
	p.add(event.System, "Provider_Guid", "provider_guid")
	p.add(event.System, "Computer", "computer_name")
	p.add(event.System, "EventID", "eventid")
	p.add(event.System, "Task", "task")
	p.add(event.System, "Level", "level")
	p.add(event.System, "Keywords", "keywords")
	p.add(event.System, "TimeCreated", "datetime")
	p.add(event.System, "Execution_ProcessID", "pid")
	p.add(event.System, "Execution_ThreadID", "tid")
	l := layout{places: p, rest: event.Envelope}
	data := newElements("", event.EventData)
	return Dialect{
		name:  "osquery",
		signs: []string{"provider_name,eventid,data"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			return t.expand(fs, "data", func(text string) (event.Fields, bool) {
				inner, ok := t.fromJSON(text)
				return data.sort(inner), ok
			})
		},
		times: []place{{event.System, "TimeCreated"}, {event.Envelope, "time"}},
		utc:   true,
	}
}
