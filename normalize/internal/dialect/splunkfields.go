package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// splunkFields is what Splunk took out of an event in XML, exported without the
// event itself: the attributes of Provider are called Name and Guid and stand in
// quotation marks.
func splunkFields() Dialect {
	var p places
	p.add(event.System, "EventID", "EventID", "EventCode")
	p.add(event.System, "Provider_Name", "Name", "SourceName")
	p.add(event.System, "Provider_Guid", "Guid")
	p.add(event.System, "EventRecordID", "EventRecordID", "RecordNumber", "RecordID")
	p.add(event.System, "TimeCreated", "SystemTime")
	p.add(event.System, "Execution_ThreadID", "ThreadID")
	p.add(event.System, "Correlation_ActivityID", "ActivityID")
	p.add(event.System, "", "Channel", "Computer", "Version", "Level", "Task", "Opcode", "Keywords", "Qualifiers")
	p.add(event.Rendering, "", "Message")
	p.add(event.Envelope, "", "_time", "_raw", "_indextime", "_cd", "_bkt", "_si", "_serial", "_sourcetype", "host", "index", "source", "sourcetype",
		"splunk_server", "linecount", "punct", "timestamp", "eventtype", "tag", "vendor_product", "signature_id", "signature", "product", "vendor",
		"dest", "dvc", "dvc_nt_host", "event_id", "id", "session_id", "timeendpos", "timestartpos", "_eventtype_color", "xmlns", "EventCode")
	return Dialect{
		name:  "splunk-fields",
		signs: []string{"EventCode,Channel,Computer", "EventCode,Channel,EventRecordID", "EventID,Channel,sourcetype"},
		sort: func(fs event.Fields) event.Fields {
			for i := range fs {
				f := &fs[i]
				p.place(f)
				if f.Section == event.System && strings.HasPrefix(f.Value.Raw(), "'") {
					f.Value = event.TextValue(strings.Trim(f.Value.Raw(), "'"))
				}
			}
			return fs
		},
		times: []place{{event.System, "TimeCreated"}, {event.EventData, "UtcTime"}, {event.Envelope, "_time"}},
	}
}
