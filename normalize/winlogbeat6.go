package normalize

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// winlogbeat6 is what Winlogbeat wrote up to version 6: System's fields at the
// top under names of its own, some of them only in words, EventData and UserData
// below event_data and user_data. A version of 0 is left out.
func winlogbeat6() dialect {
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
	p.add(event.Rendering, "RenderedLevel", "level")
	p.add(event.Rendering, "RenderedTask", "task")
	p.add(event.Rendering, "RenderedOpcode", "opcode")
	p.add(event.Rendering, "RenderedKeywords", "keywords")
	p.add(event.Rendering, "Message", "message")
	return dialect{
		name:  "winlogbeat6",
		signs: []string{"log_name", "source_name", "computer_name"},
		sort: func(fs event.Fields) event.Fields {
			for i := range fs {
				p.beatField(&fs[i])
			}
			return fs
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// beatField sorts one field; what has no place is the Beat's own.
func (p places) beatField(f *event.Field) {
	if path, ok := strings.CutPrefix(f.Path, "event_data."); ok {
		elementField(f, event.EventData, path)
		return
	}
	if path, ok := strings.CutPrefix(f.Path, "user_data."); ok {
		elementField(f, event.UserData, path)
		return
	}
	name := f.Path
	if name == "" {
		name = f.Name
	}
	to, ok := p.find(name)
	if !ok {
		f.Section = event.Envelope
		return
	}
	f.Path = ""
	to.put(f)
}
