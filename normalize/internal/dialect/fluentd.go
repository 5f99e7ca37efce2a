package dialect

import "github.com/rulehound/rulehound/normalize/event"

// fluentd is what Fluentd's in_windows_eventlog writes, in lower case, mostly as
// texts, the event's data in order. Its successor's records are like Fluent Bit's.
func fluentd() Dialect {
	var p places
	p.add(event.System, "Channel", "channel")
	p.add(event.System, "Provider_Name", "source_name")
	p.add(event.System, "Computer", "computer_name")
	p.add(event.System, "EventID", "event_id")
	p.add(event.System, "EventRecordID", "record_number")
	p.add(event.System, "Task", "event_category")
	p.add(event.System, "Keywords", "event_type")
	p.add(event.System, "TimeCreated", "time_generated")
	p.add(event.Rendering, "Message", "description")
	p.add(event.EventData, "Data", "string_inserts")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "fluentd",
		signs: []string{"event_category,source_name,record_number"},
		place: l.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}
