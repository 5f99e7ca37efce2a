package dialect

import "github.com/rulehound/rulehound/normalize/event"

// promtail is what Grafana's Promtail and Alloy make of an event: System's fields at
// the top, the event's data as XML without the element around it.
func promtail(t *texts) Dialect {
	var p places
	p.add(event.System, "Channel", "channel")
	p.add(event.System, "Provider_Name", "source")
	p.add(event.System, "Computer", "computer")
	p.add(event.System, "EventID", "event_id")
	p.add(event.System, "EventRecordID", "eventRecordID", "event_record_id")
	p.add(event.System, "Version", "version")
	p.add(event.System, "Level", "level")
	p.add(event.System, "Task", "task")
	p.add(event.System, "Opcode", "opCode")
	p.add(event.System, "Keywords", "keywords")
	p.add(event.System, "TimeCreated", "timeCreated")
	p.add(event.System, "Correlation_ActivityID", "correlation.activityID")
	p.add(event.System, "Correlation_RelatedActivityID", "correlation.relatedActivityID")
	p.add(event.System, "Execution_ProcessID", "execution.processId")
	p.add(event.System, "Execution_ThreadID", "execution.threadId")
	p.add(event.System, "Security_UserID", "security.userId")
	p.add(event.Rendering, "RenderedLevel", "levelText")
	p.add(event.Rendering, "RenderedTask", "taskText")
	p.add(event.Rendering, "RenderedOpcode", "opCodeText")
	p.add(event.Rendering, "Message", "message")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "promtail",
		signs: []string{"source,channel,event_id,timeCreated"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			fs = t.expand(fs, "event_data", within(t, "EventData"))
			return t.expand(fs, "user_data", within(t, "UserData"))
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// within returns a reader of what stands inside an element.
func within(t *texts, element string) func(string) (event.Fields, bool) {
	return func(text string) (event.Fields, bool) {
		return t.fromXML("<" + element + ">" + text + "</" + element + ">")
	}
}
