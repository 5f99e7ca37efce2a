package dialect

import "github.com/rulehound/rulehound/normalize/event"

// chainsaw is a table of Chainsaw's findings: the event's data is YAML in one column.
// Its channel is not there.
func chainsaw(t *texts) Dialect {
	var p places
	p.add(event.System, "Provider_Name", "Event.System.Provider")
	p.add(event.System, "EventID", "Event ID")
	p.add(event.System, "EventRecordID", "Record ID")
	p.add(event.System, "TimeCreated", "timestamp")
	p.add(event.System, "", "Computer")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "chainsaw",
		signs: []string{"detections,Event ID,Event Data"},
		sort: func(fs event.Fields) event.Fields {
			return t.expand(l.sort(fs), "Event Data", yamlFields)
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}
