package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// graylog is a message of Winlogbeat as Graylog keeps and exports it, or as GELF
// has it: the paths of Winlogbeat with underscores in place of the full stops,
// behind the input's prefix, which may be turned off. source is the collector.
func graylog() Dialect {
	var p places
	p.add(event.System, "Channel", "channel", "log_name")
	p.add(event.System, "Provider_Name", "provider_name", "source_name")
	p.add(event.System, "Provider_Guid", "provider_guid")
	p.add(event.System, "Computer", "computer_name")
	p.add(event.System, "EventID", "event_id")
	p.add(event.System, "Version", "version")
	p.add(event.System, "EventRecordID", "record_id", "record_number")
	p.add(event.System, "Correlation_ActivityID", "activity_id")
	p.add(event.System, "Execution_ProcessID", "process_pid", "process_id")
	p.add(event.System, "Execution_ThreadID", "process_thread_id", "thread_id")
	p.add(event.System, "Security_UserID", "user_identifier")
	p.add(event.System, "Keywords", "keywords")
	p.add(event.Rendering, "RenderedTask", "task")
	p.add(event.Rendering, "RenderedOpcode", "opcode")
	return Dialect{
		name: "graylog",
		signs: []string{
			"winlogbeat_winlog_event_id", "winlogbeat_event_id", "winlog_event_id",
			"_winlogbeat_winlog_event_id", "_winlogbeat_event_id", "_winlog_event_id",
		},
		place: func(f *event.Field) { graylogField(p, f) },
		times: []place{{event.System, "TimeCreated"}, {event.Envelope, "timestamp"}, {event.Envelope, "@timestamp"}},
	}.byNames()
}

func graylogField(p places, f *event.Field) {
	f.Section = event.Envelope
	path := strings.TrimPrefix(pathOf(f), "_")
	beat, ours := strings.CutPrefix(path, "winlogbeat_")
	winlog, inner := strings.CutPrefix(beat, "winlog_")
	switch data, isData := strings.CutPrefix(winlog, "event_data_"); {
	case !ours && !inner:
		if path == "message" || path == "full_message" {
			place{event.Rendering, "Message"}.put(f)
		}
	case isData:
		f.Path = ""
		place{event.EventData, data}.put(f)
	case strings.HasPrefix(winlog, "user_data_"):
		f.Path = ""
		place{event.UserData, strings.TrimPrefix(winlog, "user_data_")}.put(f)
	case winlog == "@timestamp":
		place{event.System, "TimeCreated"}.put(f)
	default:
		if to, ok := p.find(winlog); ok {
			f.Path = ""
			to.put(f)
		}
	}
}
