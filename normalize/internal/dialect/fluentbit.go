package dialect

import "github.com/rulehound/rulehound/normalize/event"

// fluentBit is what Fluent Bit's winevtlog writes: System's fields at the top,
// where ProviderName is the log provider, and the event's data as a list without
// names, or below EventData. Times are local, with their zone, in whole seconds.
func fluentBit() Dialect {
	var p places
	p.add(event.System, "Provider_Name", "ProviderName", "SourceName")
	p.add(event.System, "Provider_Guid", "ProviderGuid")
	p.add(event.System, "EventID_Qualifiers", "Qualifiers")
	p.add(event.System, "Computer", "ComputerName")
	p.add(event.System, "EventRecordID", "RecordNumber")
	p.add(event.System, "Correlation_ActivityID", "ActivityID")
	p.add(event.System, "Correlation_RelatedActivityID", "RelatedActivityID")
	p.add(event.System, "Execution_ProcessID", "ProcessID")
	p.add(event.System, "Execution_ThreadID", "ThreadID")
	p.add(event.System, "Security_UserID", "UserID", "Sid")
	p.add(event.System, "TimeCreated", "TimeCreated", "TimeGenerated")
	for _, name := range systemNames {
		p.add(event.System, name, name)
	}
	p.add(event.Rendering, "Message", "Message", "Description")
	p.add(event.EventData, "Data", "StringInserts", "EventData")
	l := layout{places: p, data: []string{"EventData."}, user: []string{"UserData."}, rest: event.Envelope}
	return Dialect{
		name:  "fluentbit",
		signs: []string{"StringInserts,EventID,Channel", "EventData.,ProviderName,EventID", "UserData.,ProviderName,EventID", "ProviderGUID,EventID,Channel"},
		place: l.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}
