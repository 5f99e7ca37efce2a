package replay_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/rulehound/rulehound/engine/replay"
)

// A form is a way in which collectors hand on the events of a log.
type form struct {
	name           string
	begin, between string // what the log begins with, and what stands between events
	end            string
	of             func(l retoldLine) string
}

// retoldLine is an NXLog line, what it says of System, and its data.
type retoldLine struct {
	line   string
	system map[string]any
	data   map[string]any
}

var forms = []form{
	{"nxlog", "", "\n", "\n", func(l retoldLine) string { return l.line }},
	{"array", "[", ",", "]", func(l retoldLine) string { return l.line }},
	{"records", `{"records":[`, ",", "]}", func(l retoldLine) string { return l.line }},
	{"syslog", "", "\n", "\n", func(l retoldLine) string { return "<14>Sep 22 02:16:00 host nxlog: " + l.line }},
	{"message", "", "\n", "\n", func(l retoldLine) string { return written(object{"message": l.line, "type": "syslog"}) }},
	{"winlogbeat", "", "\n", "\n", func(l retoldLine) string { return written(l.beat()) }},
	{"hits", `{"took":1,"hits":{"hits":[`, ",", "]}}", func(l retoldLine) string { return written(object{"_index": "w", "_id": "x", "_source": l.beat()}) }},
	{"evtx_dump", "", "\n", "\n", func(l retoldLine) string { return written(l.dump()) }},
	{"chainsaw", "", "\n", "\n", func(l retoldLine) string {
		return written(object{"kind": "individual", "document": object{"data": l.dump()}})
	}},
	{"splunk", "", "\n", "\n", func(l retoldLine) string {
		return written(object{"preview": false, "result": object{"_raw": l.xml(), "host": "h"}})
	}},
	{"splunk-csv", "_time,host,_raw\n", "", "", func(l retoldLine) string {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write([]string{"2020-09-22T02:16:00Z", "h", l.xml()})
		w.Flush()
		return b.String()
	}},
	{"xml", "<Events>", "", "</Events>", retoldLine.xml},
	{"sentinel", "", "\n", "\n", func(l retoldLine) string {
		return written(object{"TimeGenerated": l.time(), "Source": l.system["SourceName"], "EventLog": l.system["Channel"], "Computer": l.system["Hostname"],
			"EventID": l.system["EventID"], "EventData": "<DataItem>" + l.dataXML() + "</DataItem>", "Type": "Event"})
	}},
}

// BenchmarkForms replays every twelfth event of the NXLog corpora as other collectors hand
// them on.
func BenchmarkForms(b *testing.B) {
	needCorpora(b)
	load := sync.OnceValue(func() published { return sigmaHQ(b, "windows") })
	lines := sync.OnceValue(func() []retoldLine { return retoldLines(b) })
	for _, f := range forms {
		for _, encoding := range []string{"utf8", "utf16"} {
			if encoding == "utf16" && f.name != "nxlog" && f.name != "xml" {
				continue
			}
			b.Run(fmt.Sprintf("form=%s/encoding=%s/workers=1", f.name, encoding), func(b *testing.B) {
				log := f.log(lines())
				if encoding == "utf16" {
					log = inUTF16(log)
				}
				b.SetBytes(int64(len(log)))
				load().replay(b, 1, func() ([]*replay.Input, io.Reader) {
					return []*replay.Input{{Path: replay.Stdin}}, bytes.NewReader(log)
				}, len(lines()))
			})
		}
	}
}

// log returns the lines in the form.
func (f *form) log(lines []retoldLine) []byte {
	var all []string
	for _, l := range lines {
		all = append(all, f.of(l))
	}
	return []byte(f.begin + strings.Join(all, f.between) + f.end)
}

func inUTF16(text []byte) []byte {
	log := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(string(text))) {
		log = append(log, byte(u), byte(u>>8))
	}
	return log
}

func retoldLines(b *testing.B) (all []retoldLine) {
	lines, _ := lanes[1].lines(b)
	for line := range bytes.Lines(lines) {
		l := retoldLine{line: strings.TrimSpace(string(line)), system: map[string]any{}, data: map[string]any{}}
		if err := json.Unmarshal(line, &l.data); err != nil {
			b.Fatal(err)
		}
		for _, name := range nxlogOwn {
			if v, ok := l.data[name]; ok {
				l.system[name] = v
				delete(l.data, name)
			}
		}
		for name, v := range l.data {
			l.data[name] = fmt.Sprint(v)
		}
		all = append(all, l)
	}
	return all
}

// nxlogOwn is what NXLog says beside the event's data.
var nxlogOwn = []string{"EventID", "Channel", "SourceName", "ProviderGuid", "Hostname", "RecordNumber", "EventTime", "EventReceivedTime", "SourceModuleName", "SourceModuleType",
	"Keywords", "Severity", "SeverityValue", "EventType", "ExecutionProcessID", "ThreadID", "Task", "Opcode", "OpcodeValue", "Message", "Version", "Category", "Domain", "AccountName",
	"AccountType", "UserID", "host", "port", "tags", "@timestamp", "@version", "ActivityID", "EventTypeOrignal"}

type object = map[string]any

// written is o as JSON, without escapes that nobody needs.
func written(o object) string {
	var b strings.Builder
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	w.Encode(o)
	return strings.TrimSpace(b.String())
}

func (l retoldLine) time() string {
	return strings.Replace(fmt.Sprint(l.system["EventTime"]), " ", "T", 1) + ".25Z"
}

func (l retoldLine) beat() object {
	return object{"@timestamp": l.time(), "message": l.system["Message"], "event": object{"code": fmt.Sprint(l.system["EventID"]), "kind": "event"}, "winlog": object{
		"channel": l.system["Channel"], "provider_name": l.system["SourceName"], "provider_guid": l.system["ProviderGuid"], "event_id": l.system["EventID"],
		"record_id": l.system["RecordNumber"], "computer_name": l.system["Hostname"], "event_data": l.data}}
}

func (l retoldLine) dump() object {
	return object{"Event": object{"System": object{"Provider": object{"#attributes": object{"Name": l.system["SourceName"], "Guid": l.system["ProviderGuid"]}},
		"EventID": l.system["EventID"], "TimeCreated": object{"#attributes": object{"SystemTime": l.time()}}, "EventRecordID": l.system["RecordNumber"],
		"Channel": l.system["Channel"], "Computer": l.system["Hostname"]}, "EventData": l.data}}
}

func (l retoldLine) dataXML() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(l.data)) {
		fmt.Fprintf(&b, `<Data Name="%s">%s</Data>`, html.EscapeString(name), html.EscapeString(l.data[name].(string)))
	}
	return "<EventData>" + b.String() + "</EventData>"
}

func (l retoldLine) xml() string {
	return fmt.Sprintf("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='%s' Guid='%s'/><EventID>%s</EventID><TimeCreated SystemTime='%s'/>"+
		"<EventRecordID>%s</EventRecordID><Channel>%s</Channel><Computer>%s</Computer></System>%s</Event>",
		l.own("SourceName"), l.own("ProviderGuid"), l.own("EventID"), l.time(), l.own("RecordNumber"), l.own("Channel"), l.own("Hostname"), l.dataXML())
}

// own is what a field of NXLog's says, as text in XML.
func (l retoldLine) own(name string) string {
	if v, ok := l.system[name]; ok {
		return html.EscapeString(fmt.Sprint(v))
	}
	return ""
}
