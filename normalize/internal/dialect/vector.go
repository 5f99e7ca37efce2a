package dialect

import "github.com/rulehound/rulehound/normalize/event"

// vector is what Vector's windows_event_log source writes: System's fields at
// the top in lower case, the event's data below event_data.
func vector() Dialect {
	var p places
	p.add(event.System, "Channel", "channel")
	p.add(event.System, "Provider_Name", "provider_name")
	p.add(event.System, "Provider_Guid", "provider_guid")
	p.add(event.System, "Computer", "computer")
	p.add(event.System, "EventID", "event_id")
	p.add(event.System, "EventID_Qualifiers", "qualifiers")
	p.add(event.System, "Version", "version")
	p.add(event.System, "Level", "level_value")
	p.add(event.System, "Task", "task")
	p.add(event.System, "Opcode", "opcode")
	p.add(event.System, "Keywords", "keywords")
	p.add(event.System, "EventRecordID", "record_id")
	p.add(event.System, "Correlation_ActivityID", "activity_id")
	p.add(event.System, "Correlation_RelatedActivityID", "related_activity_id")
	p.add(event.System, "Execution_ProcessID", "process_id")
	p.add(event.System, "Execution_ThreadID", "thread_id")
	p.add(event.System, "Security_UserID", "user_id")
	p.add(event.System, "TimeCreated", "timestamp")
	p.add(event.Rendering, "RenderedLevel", "level")
	p.add(event.Rendering, "RenderedTask", "task_name")
	p.add(event.Rendering, "RenderedOpcode", "opcode_name")
	p.add(event.Rendering, "RenderedKeywords", "keyword_names")
	p.add(event.Rendering, "Message", "message")
	p.add(event.EventData, "Data", "string_inserts")
	l := layout{places: p, data: []string{"event_data."}, user: []string{"user_data."}, rest: event.Envelope}
	return Dialect{
		name:  "vector",
		signs: []string{"provider_name,event_id,channel"},
		place: l.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}
