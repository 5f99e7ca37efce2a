package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// getWinEvent is PowerShell's Get-WinEvent as CSV or JSON. JSON has the event's
// data as a list without names; CSV has it in the message only, and its times
// are local ones in the way of the country.
func getWinEvent() Dialect {
	var p places
	p.add(event.System, "EventID", "Id")
	p.add(event.System, "Channel", "LogName")
	p.add(event.System, "Provider_Name", "ProviderName")
	p.add(event.System, "Provider_Guid", "ProviderId")
	p.add(event.System, "Computer", "MachineName")
	p.add(event.System, "EventRecordID", "RecordId")
	p.add(event.System, "EventID_Qualifiers", "Qualifiers")
	p.add(event.System, "Execution_ProcessID", "ProcessId")
	p.add(event.System, "Execution_ThreadID", "ThreadId")
	p.add(event.System, "Correlation_ActivityID", "ActivityId")
	p.add(event.System, "Correlation_RelatedActivityID", "RelatedActivityId")
	p.add(event.System, "Security_UserID", "UserId", "UserId.Value")
	p.add(event.System, "", "Version", "Level", "Task", "Opcode", "Keywords", "TimeCreated")
	p.add(event.System, "TimeCreated", "TimeCreated.value")
	p.add(event.Rendering, "RenderedLevel", "LevelDisplayName")
	p.add(event.Rendering, "RenderedTask", "TaskDisplayName")
	p.add(event.Rendering, "RenderedOpcode", "OpcodeDisplayName")
	p.add(event.Rendering, "RenderedKeywords", "KeywordsDisplayNames")
	p.add(event.Rendering, "", "Message")
	p.add(event.EventData, "Data", "Properties.Value")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name: "get-winevent",
		signs: []string{"ProviderName,LogName,Id", "ProviderName,MachineName,Id", "ProviderName,TimeCreated,Id", "ProviderName,TimeCreated.,Id",
			"TimeCreated,Id,LevelDisplayName", "TimeCreated.,Id,LevelDisplayName"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			return values(fs, "Properties")
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// getEventLog is the older Get-EventLog as CSV or JSON. It does not say which
// log an event is from.
func getEventLog() Dialect {
	var p places
	p.add(event.System, "Provider_Name", "Source")
	p.add(event.System, "Computer", "MachineName")
	p.add(event.System, "EventRecordID", "Index")
	p.add(event.System, "Task", "CategoryNumber")
	p.add(event.System, "Keywords", "EntryType")
	p.add(event.System, "Channel", "LogName", "Log")
	p.add(event.System, "TimeCreated", "TimeGenerated")
	p.add(event.System, "", "EventID")
	p.add(event.Rendering, "RenderedTask", "Category")
	p.add(event.Rendering, "", "Message")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "get-eventlog",
		signs: []string{"EntryType,MachineName,InstanceId"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			return values(fs, "ReplacementStrings")
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// values makes the named list the event's data, unless PowerShell wrote the
// list's type in its place: in tables, and where objects were cut off, as deep as
// it goes by itself.
func values(fs event.Fields, name string) event.Fields {
	for i := range fs {
		if f := &fs[i]; f.Name == name && f.Section == event.Envelope && !strings.HasPrefix(strings.TrimLeft(f.Value.Raw(), "{"), "System.") {
			place{event.EventData, "Data"}.put(f)
		}
	}
	return fs
}
