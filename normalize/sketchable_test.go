package normalize_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sketchable returns JSON lines by name: ours, of every dialect, and, where they
// are there, the beginnings of real logs.
func sketchable(t *testing.T) map[string][]byte {
	all := map[string][]byte{"ours": []byte(strings.Join(sketched, "\n")), "shuffled": shuffled(), "table": []byte(table), "sentinel": sentinel(), "text": []byte(strings.Repeat(betweenSections, 3))}
	files, _ := filepath.Glob("testdata/*/*.json")
	more, _ := filepath.Glob("testdata/*.json")
	for _, file := range append(files, more...) {
		if data, err := os.ReadFile(file); err == nil {
			all[file] = data
		}
	}
	packed, _ := filepath.Glob("../../shared/corpora/json/*.gz")
	small, _ := filepath.Glob("../../shared/corpora/json/*/*.gz")
	packed = append(packed, small...)
	for _, file := range packed {
		all[filepath.Base(file)] = beginning(t, file, 2<<20)
	}
	if len(packed) == 0 {
		t.Log("the corpora are not beside the checkout")
	}
	logs, _ := filepath.Glob("../../shared/corpora/key-events/evtx/*.evtx")
	more, _ = filepath.Glob("../../shared/corpora/evtx/odd/*.evtx")
	for _, file := range append(logs, more...) {
		if data, err := os.ReadFile(file); err == nil && len(data) > 0 {
			all[file] = data
		}
	}
	return all
}

// table is records that are decoded before they are sketches.
const table = "_time,host,_raw,User\n" +
	"2024-05-22T09:14:37.000Z,h,\"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4688</EventID><Channel>Security</Channel></System><EventData><Data Name='AccessMask'>%%1936</Data><Data Name='User'>u</Data></EventData></Event>\",outer\n" +
	"2024-05-22T09:14:37.000Z,h,no event,outer\n" +
	"2024-05-22T09:14:38.000Z,,\"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4688</EventID><Channel>Security</Channel></System><EventData><Data Name='AccessMask'>%%1937</Data><Data Name='User'>v</Data></EventData></Event>\",\n"

// betweenSections is an event with text where none belongs.
const betweenSections = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4688</EventID><Channel>Security</Channel></System> text <EventData><Data Name='User'>u</Data></EventData></Event>\n"

// sentinel returns rows of Log Analytics' tables, again and again with other values: of columns
// that repeat the data or each other, or say nothing, and of data that is no whole XML.
func sentinel() []byte {
	var all bytes.Buffer
	r := rand.New(rand.NewPCG(3, 4))
	one := func(texts ...string) string { return texts[r.IntN(len(texts))] }
	for range 400 {
		path := one(`C:\\\\a.exe`, `C:\\\\b.exe`, "é", "", "-")
		data := fmt.Sprintf(`<EventData xmlns=\"x\"><Data Name=\"Image\">%s</Data><Data Name=\"User\">%s</Data><Data Name=\"%s\">%%%%1936</Data></EventData>`,
			strings.ReplaceAll(path, `\\`, `\`), one("u", "u", "u", "u", "&lt;v&gt;", ""), one("Kind", "Kind", "Type"))
		data = one(data, data, data, data, data, data, "<DataItem>"+data+"</DataItem>", data[:40], "", "<Param>1</Param>", `{\"Image\":\"x\"}`, "<EventData><Data>1</Data></EventData>")
		fmt.Fprintf(&all, `{"TimeGenerated":"2024-05-22T09:14:%02dZ",%s"EventSourceName":"%s","Provider":"%s","EventLog":"%s","Level":"%s","EventID":%s,"EventData":"%s","Image":"%s","User_s":"%s","Type":"%s","Message":%s,"a.b":"c"}`+"\n",
			r.IntN(60), one(`"TimeCreated":"2024-05-22T10:14:37Z",`, "", ""), one("P", "P", "P", "P", "N/A", ""), one("P", "P", "P", "P", "Q", ""), one("Security", "Security", "Security", "L", ""), one("4", "4", "4", "8", ""), one("1", "1", "4688", "null"),
			data, path, one("u", "u", "u", "u", "w", ""), one("Event", "SecurityEvent", "%%1936"), one(`"m"`, "null"))
	}
	return all.Bytes()
}

// shuffled returns ours with their members in many orders.
func shuffled() []byte {
	var all bytes.Buffer
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		for _, line := range sketched {
			all.Write(append(shuffle(r, []byte(line)), '\n'))
		}
	}
	return all.Bytes()
}

// shuffle writes an object with its members in some order.
func shuffle(r *rand.Rand, value []byte) []byte {
	members := map[string]json.RawMessage{}
	if json.Unmarshal(value, &members) != nil {
		return value
	}
	names := slices.Sorted(maps.Keys(members))
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	var out []byte
	for _, name := range names {
		out = fmt.Appendf(out, ",%q:%s", name, shuffle(r, members[name]))
	}
	return append(append([]byte{'{'}, bytes.TrimPrefix(out, []byte{','})...), '}')
}

func beginning(t *testing.T, file string, size int64) []byte {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(io.LimitReader(z, size))
	if err != nil {
		t.Fatal(err)
	}
	if end := bytes.LastIndexByte(data, '\n'); end >= 0 {
		data = data[:end+1]
	}
	return data
}

// sketched are records whose form hangs on more than their names.
var sketched = []string{
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","Channel":"Security","EventID":4688,"EventType":"INFO","ProcessId":"0x1","ClientProcessId":"0x1","SubjectUserSid":"S-1-5-18","TokenElevationType":"%%1936","NewProcessName":"C:\\x"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","Channel":"Security","EventID":4663,"AccessList":"%%1538\r\n\t\t\t\t%%1541","ObjectName":"\u0043:\\secret","EventType":"SetValue"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","Channel":"System","EventID":7045,"UserID":"S-1-5-18","AccountType":"User","AccountName":"eve","Domain":"CONTOSO","ServiceName":"é"}`,
	// Of one shape, one after the other: of other classes and times, with values that come again and others.
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:37","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":4689,"Status":"0x0","ProcessId":"0x1a","EventType":"AUDIT_SUCCESS"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:37","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":4689,"Status":"0x0","ProcessId":"0x1a","EventType":"AUDIT_SUCCESS"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:37","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":4689,"Status":"0x0","ProcessId":"0x1a","EventType":"AUDIT_SUCCESS"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:38","EventTime":"2024-05-21 09:14:38Z","Channel":"Security","EventID":"4689","Status":"%%1936","ProcessId":26,"EventType":"SetValue"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:38","EventTime":"","Channel":"security","EventID":4688,"Status":0,"ProcessId":"0x1a","EventType":"AUDIT_SUCCESS"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:38","EventTime":null,"Channel":"","EventID":4689,"Status":"0x0","ProcessId":null,"EventType":null}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","EventTime":"y","Channel":"","EventID":"","Status":"0x0","ProcessId":"0x1a","EventType":"AUDIT_SUCCESS"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:37","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":4689,"Status":"0x0","ProcessId":"0x1a","EventType":"AUDIT_SUCCESS"}`,
	// Of one class, with an id and without.
	`{"SourceModuleType":"im_msvistalog","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":0,"Status":"0x0"}`,
	`{"SourceModuleType":"im_msvistalog","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":0,"Status":"0x0"}`,
	`{"SourceModuleType":"im_msvistalog","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":0,"Status":"0x0"}`,
	`{"SourceModuleType":"im_msvistalog","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":null,"Status":"0x0"}`,
	`{"SourceModuleType":"im_msvistalog","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":0,"Status":"0x0"}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","Channel":"Security","EventID":1102,"Message":"The audit log was cleared.\r\nSubject:\r\n\tSecurity ID:\t\tS-1-5-18"}`,
	// Without data, and without a message either; numbers in hexadecimal.
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","Channel":"Windows PowerShell","EventID":800,"Message":null}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","Channel":"Windows PowerShell","EventID":800,"Message":""}`,
	`{"SourceModuleType":"im_msvistalog","EventReceivedTime":"x","Channel":"Security","EventID":"0x1278","RecordNumber":"0x4","Version":"0x1","Hostname":"h","SubjectUserSid":"S-1-5-18"}`,
	`{"winlog":{"channel":"","event_id":"","event_data":{"param1":"a"}},"event":{"code":"4624","provider":"Microsoft-Windows-Security-Auditing"},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"System","provider_name":"-","event_id":7036,"event_data":{"param1":"a","nested":{"b":[1,2,null]}}},"event":{"code":1,"provider":"p"},"@timestamp":"2024-05-31T09:14:37Z"}`,
	`{"winlog.channel":"System","winlog.event_id":7036,"winlog.event_data.param1":"dotted","winlog":{}}`,
	`{"Channel":"Security","EventID":4624,"Provider_Name":"","Computer":"N/A","LogonType":3,"Version":2,"TimeCreated":"2024-05-21T09:14:37.4021173Z"}`,
	`{"Channel":"Application","EventID":1,"Data":"only positions"}`,
	`{"Event":{"#attributes":{"xmlns":"x"},"System":{"Provider":{"#attributes":{"Name":"p"}},"EventID":{"#attributes":{"Qualifiers":3},"#text":7},"Channel":"Security","Computer":"","Correlation":null,"Security":null,"TimeCreated":{"#attributes":{"SystemTime":"2024-05-21T09:14:37.402Z"}}},"EventData":{"a":"%%2464","AccessMask":null}}}`,
	`{"Event":{"System":{"EventID":7,"Channel":"Security"},"EventData":null}}`,
	`{"Event":{"System":{"EventID":7,"Channel":"Security"},"EventData":{"Data":["a","b"]}}}`,
	`{"Event":{"System":{"EventID":7,"Channel":"Security"},"EventData":{"Data":[{"#attributes":{"Name":"SubjectUserSid"},"#text":"S-1-5-18"}]}}}`,
	`{"Event":{"System":{"EventID":7,"Channel":"Security"},"UserData":{"x":{"#attributes":{"xmlns":"u"},"Reason":4}}}}`,
	`{"System":{"Provider":{"Name":"Microsoft-Windows-Security-Auditing"},"EventID":{"Value":4624},"Channel":"Security","TimeCreated":{"SystemTime":1716282877.4},"Correlation":{}},"EventData":{"TargetUserSid":"S-1-5-18","LogonType":3},"Message":"x"}`,
	`{"System":{"EventID":{"Value":1102},"Channel":"Security"},"Message":"The audit log was cleared.\r\nSubject:\r\n\tSecurity ID:\t\tS-1-5-18"}`,
	`{"winlog":{"channel":"Security","event_id":4688,"provider_name":"Microsoft-Windows-Security-Auditing"},"event":{"original":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><Channel>Security</Channel></System><EventData><Data Name='NewProcessName'>C:\\x.exe</Data><Data Name='SubjectUserSid'>S-1-5-18</Data></EventData></Event>","code":"4688"},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	// What Elastic's pipelines moved, all of it or in part.
	`{"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":1,"provider_name":"Microsoft-Windows-Sysmon","event_data":{"Image":"C:\\a.exe","LogonId":"0x3e7"}},"process":{"executable":"C:\\b.exe","command_line":"b /x","pid":12,"hash":{"sha1":"ab","md5":"cd"},"parent":{"executable":"C:\\p.exe"}},"user":{"name":"eve","domain":"CONTOSO"},"event":{"code":"1"},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":"10","provider_name":"Microsoft-Windows-Sysmon"},"process":{"executable":"C:\\b.exe","entity_id":"{0}"},"user":{"name":"eve","domain":"CONTOSO"},"message":"Process accessed:\nSourceImage: C:\\c.exe","@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":22,"provider_name":"Microsoft-Windows-Sysmon","event_data":{"QueryStatus":"7"}},"dns":{"question":{"name":"x.example"},"answers":[{"type":"A","data":"192.0.2.1"},{"type":"CNAME","data":"y.example"}]},"sysmon":{"dns":{"status":"SUCCESS"}},"process":{"pid":4},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":13,"provider_name":"Microsoft-Windows-Sysmon","event_data":{"EventType":"SetValue"}},"registry":{"path":"HKLM\\a","data":{"strings":["17"],"type":"SZ_DWORD"}},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"Security","event_id":4624,"provider_name":"Microsoft-Windows-Security-Auditing","logon":{"type":"Network","id":"0x3e7"},"event_data":{"SubjectUserSid":"S-1-5-18","TargetUserName":"-"}},"source":{"ip":"192.0.2.7","port":0,"domain":null},"user":{"name":"eve","domain":"CONTOSO","id":"S-1-5-20"},"event":{"code":4624},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"Microsoft-Windows-PowerShell/Operational","event_id":4103,"provider_name":"Microsoft-Windows-PowerShell","event_data":{"x":"y"}},"powershell":{"command":{"name":"a","invocation_details":[{"type":"ParameterBinding","name":"b","value":"c","related_command":"d"},{"type":"CommandInvocation","related_command":"e","value":"f"}]},"runspace_id":"1"},"process":{"title":"ConsoleHost"},"user":{"name":"eve","domain":"CONTOSO"},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"Microsoft-Windows-PowerShell/Operational","event_id":4104,"provider_name":"Microsoft-Windows-PowerShell"},"powershell":{"file":{"script_block_text":"iex","script_block_id":"2"},"sequence":1,"total":1},"message":"","user":{"id":"S-1-5-18"},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	`{"winlog":{"channel":"System","event_id":7045,"provider_name":"Service Control Manager","event_data":{"ServiceName":"x"}},"user":{"id":"S-1-5-18"},"@timestamp":"2024-05-21T09:14:37.402Z"}`,
	// Inside objects, with what is around them before, behind and in their way.
	`{"_index":"w","_id":"1","_source":{"@timestamp":"2024-05-21T09:14:37.402Z","winlog":{"channel":"Security","event_id":"4624","provider_name":"Microsoft-Windows-Security-Auditing","event_data":{"SubjectUserSid":"S-1-5-18","AccessMask":"%%1936"}},"event":{"code":"4624"}},"sort":[1,2]}`,
	`{"_index":"w","fields":{"winlog.channel":["Security"],"winlog.event_id":["4624"],"winlog.event_data.TargetUserSid":["S-1-5-18"],"@timestamp":["2024-05-21T09:14:37.402Z"]}}`,
	`{"_source":{"winlog":{"channel":"Security","event_id":4624},"user":{"name":"eve"},"event":{"code":1}},"_index":"w","user":{"name":"bob"},"event":{"code":"x"}}`,
	`{"_index":"w","_source":{"EventID":1,"Channel":"x","a":"b"}}`,
	`{"_index":"w","_source":{"message":"{\"EventID\":1,\"Channel\":\"x\"}"}}`,
	`{"_index":"w","_source":{"_source":{"EventID":1,"Channel":"x"}}}`,
	`{"_index":"w","_source":5}`,
	`{"name":"n","timestamp":"2024-05-22T09:14:37Z","document":{"kind":"evtx","data":{"Event":{"System":{"EventID":7,"Channel":"Security","Computer":"c"},"EventData":{"a":"%%2464","AccessMask":"0x3"}}}},"Channel":"y"}`,
	`{"timestamp":"2024-05-22T09:14:37Z","document":{"kind":"evtx","data":{"Event":{"System":{"EventID":7,"Channel":"Security","TimeCreated":{"#attributes":{"SystemTime":"2024-05-21T09:14:37.402Z"}}},"EventData":{"a":"b"}}}}}`,
	`{"Channel":"y","a":"c","payload":{"Event":{"System":{"EventID":7,"Channel":"Security"},"EventData":{"a":"b","timestamp":"x"}}},"timestamp":"2024-05-22T09:14:37Z"}`,
	`{"time":"2024-05-22T09:14:37Z","@timestamp":"2024-05-23T09:14:37Z","source":"outer","log":{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:37","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":4689,"Status":"0x0"}}`,
	`{"time":"x","host":"h","log":{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:37","EventTime":"2024-05-21 09:14:37","Channel":"Security","EventID":4689,"Status":"0x0","@timestamp":"y"}}`,
	`{"time":"2024-05-22T09:14:37Z","host":"h","log":{"SourceModuleType":"im_msvistalog","EventReceivedTime":"2024-05-21 09:14:37","Channel":"Security","EventID":4689,"Status":"0x0","source":"inner"}}`,
	`{"_source":{"winlog":{"channel":"Security","event_id":""}},"event":{"code":"4625"}}`,
	`{"_source":{"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":1},"process":{"executable":"C:\\b.exe"}},"user":{"name":"eve","domain":"CONTOSO"}}`,
	`{"EventReceivedTime":"2024-05-21 09:14:37","payload":{"SourceName":"p","Hostname":"h","RecordNumber":1,"Channel":"Security","EventID":4689}}`,
	`{"EventReceivedTime":"2024-05-21 09:14:37","UtcTime":"2024-05-22 09:14:37.000","time":"2024-05-23T09:14:37Z","payload":{"SourceName":"p","Hostname":"h","RecordNumber":1,"Channel":"Security","EventID":4689}}`,
	`{"@timestamp":"2024-05-22T09:14:37Z","payload":{"SourceName":"p","Hostname":"h","RecordNumber":1,"Channel":"Security","EventID":4689,"EventTime":"2024-05-21 09:14:37","timestamp":"2024-05-23T09:14:37Z"}}`,
	`{"time":1716282877.4,"host":"h","event":{"Event":{"System":{"EventID":7,"Channel":"Security"},"EventData":{"a":"%%2464"}}},"fields":{"x":"y"}}`,
	`{"time":1716282877.4,"host":"h","event":{"a":"b","EventID":1,"Channel":"x"}}`,
	`{"time":1716282877.4,"event":"{\"a\":\"b\",\"EventID\":1,\"Channel\":\"x\"}"}`,
	`{"User":"outer","Status":"outer","Data":"outer","Image":"outer","payload":{"Event":{"System":{"EventID":7,"Channel":"Security"},"EventData":{"User":"a","Status":"b","Data":"c","Image":"d"}}}}`,
	`{"data":{"x":"plain"},"record":{"winlog":{"channel":"Security","event_id":1,"event_data":{"b":"c"}}}}`,
	`{"date":1716282877.0,"winlog":{"ProviderName":"p","EventID":5059,"TimeCreated":"2024-05-21 11:14:37 +0200","Channel":"Security","EventData":{"a":"b"}},"host":"wec"}`,
	// As texts, whole or not, in fields of others, among which some are in their way.
	`{"_raw":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>","_time":"2024-05-22T09:14:37.000Z","host":"h","User":"outer"}`,
	`{"preview":false,"result":{"_raw":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>","_time":"2024-05-22T09:14:37.000Z","sourcetype":"x"}}`,
	`{"_time":"2024-05-22T09:14:37.000Z","_raw":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4689</EventID><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>"}`,
	`{"_raw":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1","host":"h"}`,
	`{"_raw":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>tail","host":"h"}`,
	`{"_raw":"no event","Channel":"Security","EventID":1}`,
	`{"time":1716282877.4,"host":"h","event":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>"}`,
	`{"time":1716282877.4,"host":"h","other":"h","event":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>"}`,
	`{"time":1716282877.4,"host":"h","event":"{\"SourceModuleType\": \"im_msvistalog\", \"EventReceivedTime\": \"x\", \"EventTime\": \"2024-05-21 09:14:37\", \"Channel\": \"Security\", \"EventID\": 4688, \"SubjectUserSid\": \"S-1-5-18\", \"a\": \"\\u00e9\\\\ \\\" x\", \"EventType\": \"INFO\"}"}`,
	`{"message":"{\"Event\": {\"System\": {\"EventID\": 7, \"Channel\": \"Security\"}, \"EventData\": {\"a\": \"%%2464\", \"User\": \"u\"}}}","User":"outer","@timestamp":"2024-05-22T09:14:37Z"}`,
	`{"message":"{\"Event\": {\"System\": {\"EventID\": 7, \"Channel\": \"Security\"}, \"EventData\": {\"a\": \"%%2464\", \"User\": \"u\"}}}","User":"outer","@timestamp":"2024-05-22T09:14:37Z"}`,
	`{"message":"words","body":"{\"winlog\": {\"channel\": \"Security\", \"event_id\": 1, \"event_data\": {\"b\": \"c\"}}, \"@timestamp\": \"2024-05-21T09:14:37Z\"}","user":{"name":"eve"},"event":{"code":"5"}}`,
	`{"message":"{\"winlog\": {\"channel\": \"Security\", \"event_id\": \"\"}}","event":{"code":"5"}}`,
	`{"message":"{\"broken","xml":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>"}`,
	`{"message":"{\"x\": \"<Event cut\"}","xml":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data><Data Name='NewProcessName'>C:\\x &amp; &lt;y&gt;.exe</Data><Data Name='AccessMask'>%%1936</Data></EventData></Event>"}`,
	`{"xml":"header <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data>first</Data><Data>second</Data></EventData></Event>"}`,
	`{"xml":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData><Data Name='a'>1<![CDATA[&amp;2]]>3</Data><Data Name='b'/><Data Name='c'> </Data><Binary>00</Binary></EventData></Event>"}`,
	`{"xml":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4688</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>Security</Channel><Computer> c </Computer></System><EventData>text<Data Name='a'>1</Data></EventData></Event>"}`,
	`{"xml":"<EventData><Data Name='a'>1</Data></EventData>","Channel":"x","EventID":2}`,
	`{"xml":"<Event><EventReceivedTime>2024-05-21 09:14:37</EventReceivedTime><Channel>Security</Channel><EventID>1</EventID><SourceModuleType>im_msvistalog</SourceModuleType></Event>"}`,
	`{"SyslogMessage":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>7036</EventID><TimeCreated SystemTime='2024-05-21T09:14:37.402Z'/><Channel>System</Channel><Computer> c </Computer><Security UserID='S-1-5-18'/></System><EventData><Data Name='param1'>a</Data></EventData></Event>","Computer":"","Type":"Syslog","TimeGenerated":"2024-05-22T09:14:37Z"}`,
	`{"xml":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>1102</EventID><Channel>Security</Channel></System><UserData><LogFileCleared xmlns='u'><SubjectUserSid>S-1-5-18</SubjectUserSid></LogFileCleared></UserData></Event>"}`,
	`{"xml":"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>1102</EventID><Channel>Security</Channel></System><RenderingInfo Culture='en-US'><Message>The audit log was cleared.\r\nSubject:\r\n\tSecurity ID:\t\tS-1-5-18</Message></RenderingInfo></Event>"}`,
	`{"nothing":"known"}`,
	`{"EventID":4688}`,
	`{"message":"{\"EventID\":1,\"Channel\":\"x\",\"a\":\"b\"}"}`,
}
