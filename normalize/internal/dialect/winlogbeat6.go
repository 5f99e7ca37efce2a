package dialect

import "github.com/rulehound/rulehound/normalize/event"

// winlogbeat6 is what Winlogbeat wrote up to version 6: System's fields at the
// top under names of its own, some of them only in words, EventData and UserData
// below event_data and user_data. A version of 0 is left out.
func winlogbeat6() Dialect {
	var p places
	p.add(event.System, "Channel", "log_name")
	p.add(event.System, "Provider_Name", "source_name")
	p.add(event.System, "Provider_Guid", "provider_guid")
	p.add(event.System, "Computer", "computer_name")
	p.add(event.System, "EventID", "event_id")
	p.add(event.System, "Version", "version")
	p.add(event.System, "EventRecordID", "record_number")
	p.add(event.System, "Correlation_ActivityID", "activity_id")
	p.add(event.System, "Correlation_RelatedActivityID", "related_activity_id")
	p.add(event.System, "Execution_ProcessID", "process_id")
	p.add(event.System, "Execution_ThreadID", "thread_id")
	p.add(event.System, "Security_UserID", "user.identifier")
	p.add(event.System, "TimeCreated", "@timestamp")
	p.add(event.System, "Keywords", "keywords")
	p.add(event.Rendering, "RenderedLevel", "level")
	p.add(event.Rendering, "RenderedTask", "task")
	p.add(event.Rendering, "RenderedOpcode", "opcode")
	p.add(event.Rendering, "Message", "message")
	l := layout{places: p, data: []string{"event_data."}, user: []string{"user_data."}, rest: event.Envelope}
	return Dialect{
		name:    "winlogbeat6",
		signs:   []string{"log_name,source_name,computer_name"},
		place:   l.place,
		settle:  withoutNames,
		settled: [][]string{parameters},
		times:   []place{{event.System, "TimeCreated"}},
	}.byNames()
}
