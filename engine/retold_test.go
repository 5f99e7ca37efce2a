package engine_test

import (
	"encoding/json"
	"html"
	"maps"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// retelling is a form in which collectors hand on what an EVTX record says.
type retelling struct {
	dialect string
	write   func(told) any
}

// told is what a record says of System, by Sigma's names, and of its data.
type told struct {
	system map[string]string
	data   event.Fields
}

// tell returns what the event of a record says, and false where the forms here
// cannot say it: user data, names that come twice.
func tell(ev *event.Event) (told, bool) {
	t := told{system: map[string]string{}}
	seen := map[string]bool{}
	for _, f := range ev.Fields {
		switch f.Section {
		case event.System:
			t.system[f.Name] = f.Value.Raw()
		case event.EventData:
			if f.Value.IsNull() {
				f.Value = event.TextValue("")
			}
			if f.Path != "" || seen[f.Name] || f.Name == "Data" || strings.Contains(f.Name, ".") {
				return t, false
			}
			seen[f.Name] = true
			t.data = append(t.data, f)
		case event.UserData:
			return t, false
		}
	}
	return t, len(t.data) > 0
}

func (t told) id() int {
	n, _ := strconv.Atoi(t.system["EventID"])
	return n
}

// named is the data by its names, spelt by spell.
func (t told) named(spell func(string) string) map[string]any {
	m := map[string]any{}
	for _, f := range t.data {
		m[spell(f.Name)] = f.Value.Raw()
	}
	return m
}

func asItIs(name string) string { return name }

// xml is the record in Event XML.
func (t told) xml() string {
	s, e := t.system, html.EscapeString
	return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='" + e(s["Provider_Name"]) + "' Guid='" + s["Provider_Guid"] +
		"'/><EventID>" + s["EventID"] + "</EventID><Version>" + s["Version"] + "</Version><Level>" + s["Level"] + "</Level><Keywords>" + s["Keywords"] +
		"</Keywords><TimeCreated SystemTime='" + s["TimeCreated"] + "'/><EventRecordID>" + s["EventRecordID"] + "</EventRecordID><Channel>" + e(s["Channel"]) +
		"</Channel><Computer>" + e(s["Computer"]) + "</Computer></System>" + t.dataXML() + "</Event>"
}

func (t told) dataXML() string {
	var b strings.Builder
	b.WriteString("<EventData>")
	for _, f := range t.data {
		b.WriteString("<Data Name='" + html.EscapeString(f.Name) + "'>" + html.EscapeString(f.Value.Raw()) + "</Data>")
	}
	return b.String() + "</EventData>"
}

type object = map[string]any

// retellings are the forms, each as its collector writes it.
var retellings = []retelling{
	{"evtx_dump", func(t told) any {
		s := t.system
		return object{"Event": object{"System": object{"Provider": object{"#attributes": object{"Name": s["Provider_Name"], "Guid": s["Provider_Guid"]}}, "EventID": t.id(),
			"TimeCreated": object{"#attributes": object{"SystemTime": s["TimeCreated"]}}, "EventRecordID": s["EventRecordID"], "Channel": s["Channel"], "Computer": s["Computer"],
			"Keywords": s["Keywords"], "Level": s["Level"]}, "EventData": t.named(asItIs)}}
	}},
	{"winlogbeat", func(t told) any {
		s := t.system
		return object{"@timestamp": s["TimeCreated"], "event": object{"code": s["EventID"], "kind": "event"}, "host": object{"name": "collector"}, "winlog": object{
			"channel": s["Channel"], "provider_name": s["Provider_Name"], "provider_guid": s["Provider_Guid"], "computer_name": s["Computer"], "event_id": s["EventID"],
			"record_id": s["EventRecordID"], "event_data": t.named(asItIs)}}
	}},
	{"winlogbeat6", func(t told) any {
		s := t.system
		return object{"@timestamp": s["TimeCreated"], "log_name": s["Channel"], "source_name": s["Provider_Name"], "provider_guid": s["Provider_Guid"],
			"computer_name": s["Computer"], "event_id": t.id(), "record_number": s["EventRecordID"], "event_data": t.named(asItIs)}
	}},
	{"nxlog", func(t told) any {
		s, o := t.system, t.named(asItIs)
		if kind, ok := o["EventType"]; ok {
			o["EventTypeOrignal"], o["EventType"] = "INFO", kind
		} else {
			o["EventType"] = "INFO"
		}
		own := object{"EventTime": s["TimeCreated"], "Hostname": s["Computer"], "EventID": t.id(), "SourceName": s["Provider_Name"], "ProviderGuid": s["Provider_Guid"],
			"RecordNumber": s["EventRecordID"], "Channel": s["Channel"], "EventReceivedTime": s["TimeCreated"], "SourceModuleName": "in", "SourceModuleType": "im_msvistalog"}
		maps.Copy(o, own)
		return o
	}},
	{"sentinel", func(t told) any {
		s := t.system
		return object{"TimeGenerated": s["TimeCreated"], "Provider": s["Provider_Name"], "Channel": s["Channel"], "Computer": s["Computer"], "EventID": t.id(),
			"EventRecordId": s["EventRecordID"], "EventData": t.named(asItIs), "Type": "WindowsEvent"}
	}},
	{"sentinel", func(t told) any {
		s := t.system
		return object{"TimeGenerated": s["TimeCreated"], "Source": s["Provider_Name"], "EventLog": s["Channel"], "Computer": s["Computer"], "EventID": t.id(),
			"EventData": "<DataItem type=\"System.XmlData\">" + t.dataXML() + "</DataItem>", "Type": "Event"}
	}},
	{"vector", func(t told) any {
		s := t.system
		return object{"timestamp": s["TimeCreated"], "channel": s["Channel"], "provider_name": s["Provider_Name"], "provider_guid": s["Provider_Guid"], "computer": s["Computer"],
			"event_id": t.id(), "record_id": s["EventRecordID"], "event_data": t.named(asItIs)}
	}},
	{"fluentbit", func(t told) any {
		s := t.system
		return object{"TimeCreated": s["TimeCreated"], "Channel": s["Channel"], "ProviderName": s["Provider_Name"], "ProviderGuid": s["Provider_Guid"], "Computer": s["Computer"],
			"EventID": t.id(), "EventRecordID": s["EventRecordID"], "EventData": t.named(asItIs)}
	}},
	{"wazuh", func(t told) any {
		s := t.system
		small := func(name string) string { return strings.ToLower(name[:1]) + name[1:] }
		return object{"timestamp": s["TimeCreated"], "agent": object{"name": "a"}, "data": object{"win": object{"system": object{"providerName": s["Provider_Name"],
			"eventID": s["EventID"], "systemTime": s["TimeCreated"], "eventRecordID": s["EventRecordID"], "channel": s["Channel"], "computer": s["Computer"]},
			"eventdata": t.named(small)}}}
	}},
	{"velociraptor", func(t told) any {
		s := t.system
		return object{"EventTime": s["TimeCreated"], "Computer": s["Computer"], "Channel": s["Channel"], "Provider": s["Provider_Name"], "EventID": t.id(),
			"EventRecordID": s["EventRecordID"], "EventData": t.named(asItIs), "FullPath": "x"}
	}},
	{"evtxecmd", func(t told) any {
		s := t.system
		var data []object
		for _, f := range t.data {
			data = append(data, object{"@Name": f.Name, "#text": f.Value.Raw()})
		}
		payload, _ := json.Marshal(object{"EventData": object{"Data": data}})
		return object{"PayloadData1": "x", "Channel": s["Channel"], "Provider": s["Provider_Name"], "EventId": t.id(), "EventRecordId": s["EventRecordID"],
			"TimeCreated": s["TimeCreated"], "Computer": s["Computer"], "Payload": string(payload)}
	}},
	{"splunk+winevent", func(t told) any {
		return object{"preview": false, "result": object{"_raw": t.xml(), "_time": t.system["TimeCreated"], "host": "collector", "sourcetype": "XmlWinEventLog"}}
	}},
	{"splunk-hec+winevent", func(t told) any {
		return object{"time": 1.5, "host": "collector", "sourcetype": "XmlWinEventLog", "event": t.xml()}
	}},
	{"wrapped+winevent", func(t told) any { return object{"SyslogMessage": "header " + t.xml(), "Type": "Syslog"} }},
}
