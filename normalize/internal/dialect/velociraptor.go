package dialect

import "github.com/rulehound/rulehound/normalize/event"

// velociraptor is rows of Velociraptor's event log artifacts, and of others that
// keep the event's data below EventData and name System's fields as Windows
// does.
func velociraptor() Dialect {
	var p places
	p.add(event.System, "Provider_Name", "Provider", "ProviderName", "SourceName", "Provider_Name")
	p.add(event.System, "Provider_Guid", "ProviderGuid")
	p.add(event.System, "EventID", "EventID.Value", "EventId")
	p.add(event.System, "EventRecordID", "EventRecordId", "RecordID", "RecordNumber")
	p.add(event.System, "Computer", "Hostname")
	p.add(event.System, "Correlation_ActivityID", "ActivityID")
	p.add(event.System, "Execution_ProcessID", "ProcessID")
	p.add(event.System, "Execution_ThreadID", "ThreadID")
	p.add(event.System, "Security_UserID", "UserID", "UserSID")
	p.add(event.System, "TimeCreated", "EventTime", "TimeCreated", "SystemTime", "_EventTime")
	for _, name := range systemNames {
		p.add(event.System, name, name)
	}
	p.add(event.Rendering, "", "Message")
	l := layout{places: p, data: []string{"EventData."}, user: []string{"UserData."}, rest: event.Envelope}
	return Dialect{
		name:  "velociraptor",
		signs: []string{"EventID,EventData.", "EventID,UserData.", "EventID.,EventData.", "EventID,EventRecordID,EventTime"},
		place: l.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}
