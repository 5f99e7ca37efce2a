package dialect

import (
	"html"
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// sentinel is the tables of Microsoft Sentinel and Log Analytics: SecurityEvent,
// WindowsEvent, Event. The event's data stands in EventData, as XML, as JSON or
// as an object, and part of it in columns beside it. A column whose name is taken
// by another type has its type behind the name: EventData_dynamic.
func sentinel(t *texts) Dialect {
	var p places
	sentinelPlaces(&p)
	p.add(event.System, "TimeCreated", "TimeGenerated", "TimeGenerated [UTC]")
	p.add(event.Envelope, "", "TimeCreated")
	return Dialect{
		name: "sentinel",
		signs: []string{
			"TimeGenerated,EventSourceName", "TimeGenerated,Provider", "TimeGenerated,EventLog",
			"TimeGenerated,EventData_dynamic", "TimeGenerated,Channel_s", "TimeGenerated,EventID_d", "TimeGenerated,EventID_s",
			"TimeGenerated [UTC],EventSourceName", "TimeGenerated [UTC],Provider", "TimeGenerated [UTC],EventLog", "EventSourceName,EventData",
			"TimeGenerated,Computer,EventID", "TimeGenerated [UTC],Computer,EventID", // columns chosen of a table
		},
		sort:  func(fs event.Fields) event.Fields { return ofSecurityEvent(t.table(p, fs)) },
		table: func(t *Table, fs event.Fields) bool { return ofTable(p, t, fs) },
		times: []place{{event.System, "TimeCreated"}, {event.EventData, "UtcTime"}},
		utc:   true,
	}
}

// ofSecurityEvent gives rows of the table SecurityEvent without their channel the
// only one that is in it.
func ofSecurityEvent(fs event.Fields) event.Fields {
	if _, ok := fs.In(event.System, "Channel"); !ok {
		if v, _ := fs.In(event.Envelope, "Type"); v.Raw() == "SecurityEvent" {
			fs = append(fs, event.Field{Name: "Channel", Section: event.System, Value: event.TextValue("Security")})
		}
	}
	return fs
}

// sentinelExport is such a table as some data sets have it, put together from
// more than one source. TimeCreated claims to be UTC and is local, and
// TimeGenerated may be half a day off; only Sysmon's own UtcTime can be trusted.
func sentinelExport(t *texts) Dialect {
	var p places
	sentinelPlaces(&p)
	p.add(event.Envelope, "", "TimeCreated", "TimeGenerated")
	return Dialect{
		name:   "sentinel-export",
		signs:  []string{"TimeGenerated,TimeCreated,EventSourceName"},
		sort:   func(fs event.Fields) event.Fields { return t.table(p, fs) },
		table:  func(t *Table, fs event.Fields) bool { return ofTable(p, t, fs) },
		times:  []place{{event.EventData, "UtcTime"}},
		clocks: []place{{event.Envelope, "TimeGenerated"}, {event.Envelope, "TimeCreated"}},
	}
}

func sentinelPlaces(p *places) {
	p.add(event.System, "Provider_Name", "EventSourceName", "Provider", "Source", "SourceName")
	p.add(event.System, "Provider_Guid", "ProviderGuid")
	p.add(event.System, "Channel", "EventLog")
	p.add(event.System, "EventRecordID", "EventRecordId", "RecordNumber")
	p.add(event.System, "Correlation_ActivityID", "Correlation")
	p.add(event.System, "Execution_ProcessID", "SystemProcessId")
	p.add(event.System, "Execution_ThreadID", "SystemThreadId")
	p.add(event.System, "Security_UserID", "SystemUserId")
	p.add(event.System, "Level", "EventLevel")
	p.add(event.System, "Task", "EventCategory")
	for _, name := range systemNames {
		if name != "EventRecordID" { // the same without regard to case
			p.add(event.System, name, name)
		}
	}
	p.add(event.Rendering, "RenderedLevel", "EventLevelName", "LevelName")
	p.add(event.Rendering, "Message", "Message", "RenderedDescription")
	p.add(event.Envelope, "", "TenantId", "SourceSystem", "MG", "ManagementGroupName", "SourceComputerId",
		"EventOriginId", "TimeCollected", "_ResourceId", "_SubscriptionId", "_ItemId", "_IsBillable", "_BilledSize",
		"Activity", "Account", "AccountType", "SubjectAccount", "TargetAccount", "Process", "LogonTypeName",
		"RawEventData", "AzureDeploymentID", "Role", "UserName", "Type")
}

// table sorts a row of a table: the data of EventData takes the place of the
// columns that repeat it.
func (t *texts) table(p places, fs event.Fields) event.Fields {
	var data event.Fields
	whole := slices.ContainsFunc(fs, func(f event.Field) bool { return withoutType(f.Name) == "EventData" && f.Value.Raw() != "" })
	out := fs[:0]
	for _, f := range fs {
		f.Name = withoutType(f.Name)
		switch {
		case f.Path != "":
			if path, ok := below(f.Path, []string{"EventData.", "EventData_dynamic."}); ok {
				elementField(&f, event.EventData, path)
				data = append(data, f)
				continue
			}
		case holdsData(f.Name) && data == nil && !(whole && f.Name == "ParameterXml"): // which has no names
			if inner, ok := t.data(&f); ok {
				data = inner
				continue
			}
		}
		out = append(out, f)
	}
	kept := out[:0]
	repeats := len(out) <= maxCompared && len(data) <= maxCompared
	for _, f := range out {
		if column(p, &f, data, kept, repeats) {
			kept = append(kept, f)
		}
	}
	return append(kept, data...)
}

func holdsData(name string) bool {
	return name == "EventData" || name == "UserData" || name == "ParameterXml"
}

// data reads the data of an event in one of its texts.
func (t *texts) data(f *event.Field) (event.Fields, bool) {
	inner, ok := inOrder(f.Value.Raw())
	if !ok {
		inner, ok = t.fromXML(f.Value.Raw())
	}
	if !ok {
		if inner, ok = t.fromJSON(f.Value.Raw()); !ok {
			return nil, false
		}
		for i := range inner {
			elementField(&inner[i], event.EventData, pathOf(&inner[i]))
		}
	}
	for i := range inner {
		inner[i].Origin = f.Origin
	}
	return inner, true
}

// inOrder reads the data of an event in the order in which it was logged:
// <Param>%%2500</Param>.
func inOrder(text string) (event.Fields, bool) {
	const begin, end = "<Param>", "</Param>"
	var fs event.Fields
	for strings.HasPrefix(text, begin) {
		value, rest, ok := strings.Cut(text[len(begin):], end)
		if !ok {
			return nil, false
		}
		fs = append(fs, event.Field{Name: "Data", Section: event.EventData, Value: event.TextValue(html.UnescapeString(value))})
		text = strings.TrimLeft(rest, " \r\n")
	}
	return fs, len(fs) > 0
}

// maxCompared bounds the columns that are compared with each other. No table has
// as many.
const maxCompared = 1 << 10

// column sorts a column and reports whether it says something that the event's
// data and the columns before it do not say, where repeats are looked for.
func column(p places, f *event.Field, data, before event.Fields, repeats bool) bool {
	to, ok := p.find(f.Name)
	switch {
	case f.Path != "":
		f.Section = event.Envelope
		return true
	case ok && to.section == event.System:
		if Blank(f.Value) || f.Name == "Level" && noLevel(f.Value) {
			return false
		}
		to.put(f)
		if !repeats {
			return true
		}
		v, said := before.In(event.System, f.Name)
		return !said || v.Raw() != f.Value.Raw()
	case ok && (to.name != "" || len(data) == 0 || f.Name != "Type" && f.Name != "Process"):
		to.put(f)
		return !f.Value.IsNull()
	}
	f.Section = event.EventData
	if len(data) == 0 {
		return f.Value.Raw() != ""
	}
	f.Section = event.Envelope
	for i := range data {
		if repeats && strings.EqualFold(data[i].Name, f.Name) && data[i].Value.Raw() == f.Value.Raw() {
			return false
		}
	}
	return f.Value.Raw() != ""
}

// noLevel reports whether a level is none of Windows': SecurityEvent has 8 and
// 16 for audits.
func noLevel(v event.Value) bool { return v.Raw() == "8" || v.Raw() == "16" }

// withoutType cuts the type of a column off its name.
func withoutType(name string) string {
	i := strings.LastIndexByte(name, '_')
	if i <= 0 {
		return name
	}
	switch name[i+1:] {
	case "string", "dynamic", "int", "long", "real", "datetime", "guid", "bool", "s", "d", "g", "t", "b":
		return name[:i]
	}
	return name
}
