package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// nxlog is what NXLog's im_msvistalog writes, one flat object: the fields of
// EventData between those of System and NXLog's own.
//
// EventTime is local and has no zone. UtcTime is Sysmon's own; @timestamp, where
// a Logstash stood behind NXLog, is when it received the event.
func nxlog() Dialect {
	p := nxlogPlaces()
	return Dialect{
		name:  "nxlog",
		signs: []string{"SourceModuleType,EventReceivedTime", "SourceName,Hostname,RecordNumber", "SourceName,Hostname,SeverityValue", "SourceName,Hostname,EventTime"},
		place: func(f *event.Field) {
			if path, ok := strings.CutPrefix(f.Path, "EventData."); ok && path == f.Name { // of newer versions
				f.Path = ""
			}
			p.place(f)
		},
		settle: func(fs event.Fields) {
			settleNXLog(fs)
			if i := indexPath(fs, "source"); i >= 0 { // Graylog moves it
				if _, ok := fs.In(event.System, "Computer"); !ok {
					place{event.System, "Computer"}.put(&fs[i])
				}
			}
		},
		settled: [][]string{
			{"EventType"}, {"ProcessId", "ClientProcessId"}, {"Execution_ProcessID", "ProcessID"},
			{"UserID", "AccountType", "AccountName", "Domain"}, {"source"},
		},
		becomes: map[string]string{"source": "Computer", "ProcessID": "Execution_ProcessID", "UserID": "Security_UserID"},
		times:   []place{{event.Envelope, "EventTime"}, {event.EventData, "UtcTime"}, {event.Envelope, "@timestamp"}, {event.Envelope, "timestamp"}},
		clocks:  []place{{event.Envelope, "EventReceivedTime"}},
	}.byNames()
}

// nxlogPlaces are the names of NXLog's fields.
func nxlogPlaces() places {
	var p places
	p.add(event.System, "Provider_Name", "SourceName")
	p.add(event.System, "Provider_Guid", "ProviderGuid")
	p.add(event.System, "Computer", "Hostname")
	p.add(event.System, "EventRecordID", "RecordNumber")
	p.add(event.System, "Opcode", "OpcodeValue")
	p.add(event.System, "Task", "TaskValue")
	p.add(event.System, "Correlation_ActivityID", "ActivityID")
	p.add(event.System, "Correlation_RelatedActivityID", "RelatedActivityID")
	p.add(event.System, "Execution_ProcessID", "ExecutionProcessID")
	p.add(event.System, "Execution_ThreadID", "ThreadID", "ExecutionThreadID")
	p.add(event.System, "", "Channel", "EventID", "Version", "Level", "Task", "Keywords")
	p.add(event.Rendering, "RenderedTask", "Category")
	p.add(event.Rendering, "RenderedOpcode", "Opcode")
	p.add(event.Rendering, "", "Message")
	p.add(event.Envelope, "", "EventTime", "EventReceivedTime", "Severity", "SeverityValue", "EventTypeOrignal",
		"SourceModuleName", "SourceModuleType", "ERROR_EVT_UNRESOLVED",
		"@timestamp", "@version", "timestamp", "gl2_source_input", "gl2_source_node", "source", "host", "port", "tags", "type")
	return p
}

// settleNXLog moves NXLog's own fields out of the event's where their names
// alone do not tell.
func settleNXLog(fs event.Fields) {
	var a nxlogAmbiguous
	for i := range fs {
		a.note(&fs[i])
	}
	a.settle()
}

// nxlogAmbiguous are fields whose names events use as well as NXLog.
type nxlogAmbiguous struct {
	eventType, processID, clientProcessID       *event.Field
	execution, oldExecution                     *event.Field
	userID, accountType, account, accountDomain *event.Field
}

func (a *nxlogAmbiguous) note(f *event.Field) {
	switch f.Name {
	case "EventType":
		a.eventType = f
	case "ProcessId":
		a.processID = f
	case "ClientProcessId":
		a.clientProcessID = f
	case "Execution_ProcessID":
		a.execution = f
	case "ProcessID":
		a.oldExecution = f
	case "UserID":
		a.userID = f
	case "AccountType":
		a.accountType = f
	case "AccountName":
		a.account = f
	case "Domain":
		a.accountDomain = f
	}
}

func (a *nxlogAmbiguous) settle() {
	// Where an event has an EventType of its own, NXLog's is called EventTypeOrignal.
	if a.eventType != nil && isNXLogType(a.eventType.Value.Raw()) {
		a.eventType.Section = event.Envelope
	}
	// NXLog repeats ClientProcessId as ProcessId.
	if a.processID != nil && a.clientProcessID != nil && a.processID.Value.Raw() == a.clientProcessID.Value.Raw() {
		a.processID.Section = event.Envelope
	}
	// Older versions have a number of that name; what events hold is text.
	if a.oldExecution != nil && a.execution == nil && a.oldExecution.Value.Kind() == event.Int {
		place{event.System, "Execution_ProcessID"}.put(a.oldExecution)
	}
	if a.accountType == nil {
		return
	}
	// NXLog resolved the user of System.
	for _, f := range []*event.Field{a.accountType, a.account, a.accountDomain} {
		if f != nil {
			f.Section = event.Envelope
		}
	}
	if a.userID != nil {
		place{event.System, "Security_UserID"}.put(a.userID)
	}
}

// isNXLogType reports whether s is one of the types that NXLog gives to events.
func isNXLogType(s string) bool {
	switch s {
	case "CRITICAL", "ERROR", "WARNING", "INFO", "VERBOSE", "DEBUG", "AUDIT_SUCCESS", "AUDIT_FAILURE":
		return true
	}
	return false
}
