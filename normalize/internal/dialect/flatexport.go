package dialect

import "github.com/rulehound/rulehound/normalize/event"

// flatExport is the flat object of a PowerShell export, as the OTRF data sets
// have it: EventData between a few of System's fields under names of their own.
//
// TimeCreated and @timestamp claim to be UTC and are local, often on a
// twelve-hour clock; only Sysmon's own UtcTime can be trusted.
func flatExport() Dialect {
	var p places
	p.add(event.System, "Provider_Name", "SourceName")
	p.add(event.System, "Provider_Guid", "ProviderGuid")
	p.add(event.System, "Computer", "Hostname")
	p.add(event.System, "", "Channel", "EventID", "Level", "Task", "Keywords")
	p.add(event.Rendering, "", "Message")
	p.add(event.Envelope, "", "TimeCreated", "@timestamp")
	return Dialect{
		name:   "flat-export",
		signs:  []string{"Channel,Hostname,TimeCreated"},
		place:  p.place,
		times:  []place{{event.EventData, "UtcTime"}},
		clocks: []place{{event.Envelope, "TimeCreated"}, {event.Envelope, "@timestamp"}},
	}.byNames()
}
