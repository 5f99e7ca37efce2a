package dialect

import "github.com/rulehound/rulehound/normalize/event"

// flat is a bare object whose fields have Sigma's names: rule tests, home-made
// exports, and what no other dialect recognises. Only the names of System are
// told from the others.
func flat() Dialect {
	var p places
	for _, name := range []string{
		"Channel", "EventID", "EventID_Qualifiers", "Provider_Name", "Provider_Guid", "Computer", "EventRecordID",
		"Version", "Level", "Task", "Opcode", "Keywords", "TimeCreated", "Correlation_ActivityID",
		"Correlation_RelatedActivityID", "Execution_ProcessID", "Execution_ThreadID", "Security_UserID",
	} {
		p.add(event.System, name, name)
	}
	p.add(event.Rendering, "", "Message")
	p.add(event.Envelope, "", "@timestamp", "@version")
	return Dialect{
		name:  "flat",
		signs: []string{""},
		place: p.place,
		times: []place{
			{event.Envelope, "@timestamp"},
			{event.System, "TimeCreated"},
			{event.EventData, "SystemTime"},
			{event.EventData, "EventTime"},
			{event.EventData, "TimeGenerated"},
			{event.EventData, "UtcTime"},
			{event.EventData, "timestamp"},
			{event.EventData, "datetime"},
			{event.EventData, "_time"},
			{event.EventData, "time"},
			{event.EventData, "date"},
		},
	}.byNames()
}
