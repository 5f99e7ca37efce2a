package dialect

import "github.com/rulehound/rulehound/normalize/event"

// evtxECmd is what EvtxECmd writes, as JSON or CSV: a few fields of System, some
// in words, and the event's data as JSON in the text Payload.
func evtxECmd(t *texts) Dialect {
	var p places
	p.add(event.System, "EventID", "EventId")
	p.add(event.System, "Provider_Name", "Provider")
	p.add(event.System, "EventRecordID", "EventRecordId")
	p.add(event.System, "Execution_ProcessID", "ProcessId")
	p.add(event.System, "Execution_ThreadID", "ThreadId")
	p.add(event.System, "Security_UserID", "UserId")
	p.add(event.System, "", "TimeCreated", "Channel", "Computer", "Keywords")
	p.add(event.Rendering, "RenderedLevel", "Level")
	l := layout{places: p, rest: event.Envelope}
	payload := newElements("", event.EventData)
	return Dialect{
		name:  "evtxecmd",
		signs: []string{"Payload,EventId,Channel"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			return t.expand(fs, "Payload", func(text string) (event.Fields, bool) {
				inner, ok := t.fromJSON(text)
				return payload.sort(inner), ok
			})
		},
		times: []place{{event.System, "TimeCreated"}},
		utc:   true,
	}
}
