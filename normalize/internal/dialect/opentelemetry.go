package dialect

import "github.com/rulehound/rulehound/normalize/event"

// openTelemetry is what the OpenTelemetry collector's windowseventlog receiver
// makes of an event: System's fields at the top in lower case, provider and id as
// objects, the event's data as one object or as a list of objects with one member
// each.
func openTelemetry() Dialect {
	var p places
	p.add(event.System, "Channel", "channel")
	p.add(event.System, "Provider_Name", "provider.name")
	p.add(event.System, "Provider_Guid", "provider.guid")
	p.add(event.System, "Computer", "computer")
	p.add(event.System, "EventID", "event_id.id")
	p.add(event.System, "EventID_Qualifiers", "event_id.qualifiers")
	p.add(event.System, "EventRecordID", "record_id")
	p.add(event.System, "Version", "version")
	p.add(event.System, "Keywords", "keywords")
	p.add(event.System, "TimeCreated", "system_time")
	p.add(event.System, "Correlation_ActivityID", "correlation.activity_id")
	p.add(event.System, "Execution_ProcessID", "execution.process_id")
	p.add(event.System, "Execution_ThreadID", "execution.thread_id")
	p.add(event.System, "Security_UserID", "security.user_id")
	p.add(event.Rendering, "RenderedLevel", "level")
	p.add(event.Rendering, "RenderedTask", "task")
	p.add(event.Rendering, "RenderedOpcode", "opcode")
	p.add(event.Rendering, "Message", "message")
	l := layout{places: p, data: []string{"event_data.data.", "event_data."}, user: []string{"user_data."}, rest: event.Envelope}
	return Dialect{
		name:  "opentelemetry",
		signs: []string{"event_id.,provider.,channel"},
		place: l.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}
