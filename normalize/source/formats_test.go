package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/rulehound/rulehound/normalize/source"
)

// Text logs are told from their first lines, and cut into the right records.
func TestTextFormats(t *testing.T) {
	const header = "Level,Date and Time,Source,Event ID,Task Category\r\n"
	const splunkEvent = "05/21/2024 09:14:37 AM\nLogName=Security\nEventCode=5059\nMessage=Key migration operation.\n\nSubject:\n\tAccount Name:\tx\n"
	const snareLine = "<13>May 21 09:14:37 h MSWinEventLog\t1\tSecurity\t3\tTue May 21 09:14:37 2024\t5059\tP\tu\tN/A\tSuccess Audit\th\tc\t\ta  b\t7\n"
	const message = "Key migration operation.\n\nSubject:\n\tAccount Name:\tx\n"
	tests := []struct{ name, in, format, want string }{
		{"table", header + "Information,1,S,5059,T,\"a \"\"b\"\"\r\nc,d\"\r\nInformation,2,S,5060,T,e\r\n", "csv",
			"Level=Information|Date and Time=1|Source=S|Event ID=5059|Task Category=T|Column6=a \"b\"\r\nc,d\n" +
				"Level=Information|Date and Time=2|Source=S|Event ID=5060|Task Category=T|Column6=e"},
		{"table in Japanese", "\ufeffキーワード,日付と時刻,ソース,イベント ID,タスクのカテゴリ\r\n監査の成功,2024/05/21 9:14:37,P,5059,T,m\r\n", "csv", "キーワード=監査の成功|日付と時刻=2024/05/21 9:14:37|ソース=P|イベント ID=5059|タスクのカテゴリ=T|Column6=m"},
		{"table in German", "\ufeffEbene;Datum und Uhrzeit;Quelle;Ereignis-ID;Aufgabenkategorie\r\nInformationen;21.05.2024 09:14:37;P;1;T;m\r\n", "csv", "Ebene=Informationen|Datum und Uhrzeit=21.05.2024 09:14:37|Quelle=P|Ereignis-ID=1|Aufgabenkategorie=T|Column6=m"},
		{"table of PowerShell 5", "#TYPE X\r\n\"Id\";\"LogName\";\"ProviderName\"\r\n\"1\";\"\";\"P\"", "csv", "Id=1|ProviderName=P"},
		{"table of Splunk", "_time,_raw\n1,\"<Event a='b'/>\"\n2,\"<Event/>\"\n", "csv", "_time=1|_raw=<Event a='b'/>\n_time=2|_raw=<Event/>"},
		{"table of Kibana", "\"winlog.channel\",\"winlog.event_id\",\"winlog.computer_name\"\n\"Security\",\"1\",\"h\"\n", "csv", "winlog.channel=Security|winlog.event_id=1|winlog.computer_name=h"},
		{"CEF", "<14>May 21 09:14:37 h CEF:0|V|P \\| Q|1|S:1|N|3| cat=Security msg=a\\=b c\\nd cs1=x y cs1Label=L MandatoryLabel=S\nnoise\n", "keyvalue",
			"SyslogHeader=<14>May 21 09:14:37 h|CEFVersion=CEF:0|DeviceVendor=V|DeviceProduct=P | Q|DeviceVersion=1|SignatureID=S:1|Name=N|Severity=3|cat=Security|msg=a=b c\nd|L=x y|MandatoryLabel=S\nlost"},
		{"LEEF", "LEEF:1.0|V|P|1|4688|a=1\tb=2 3\n", "keyvalue", "LEEFVersion=LEEF:1.0|DeviceVendor=V|DeviceProduct=P|DeviceVersion=1|SignatureID=4688|a=1|b=2 3"},
		{"NXLog's syslog", "<14>1 2024-05-21T09:14:37.4Z h A_B 4 - [NXLOG@14506 EventID=\"1\" a=\"b\\\\c \\\"d\\]\"] x\n\ny\n" +
			"99 <14>1 2024-05-21T09:14:37.4Z h P 5 - [NXLOG@14506 ExecutionProcessID=\"4\"]\n<14>1 - - - - - - noise\n", "syslog",
			"EventTime=2024-05-21T09:14:37.4Z|Hostname=h|SourceName=A B|ExecutionProcessID=4|EventID=1|a=b\\c \"d]|Message=x\n\ny\n" +
				"EventTime=2024-05-21T09:14:37.4Z|Hostname=h|SourceName=P|ProcessId=5|ExecutionProcessID=4\nlost"},
		{"table of Timesketch", "message,datetime,xml_string\nm,1,\"<Event a=\"\"b\"\"/>\"\n", "csv", "message=m|datetime=1|xml_string=<Event a=\"b\"/>"},
		{"table with an open quotation mark", header + "Information,1,S,\"5059", "csv", "Level=Information|Date and Time=1|Source=S|Event ID=5059"},
		{"Splunk", splunkEvent + splunkEvent, "splunk",
			"_localtime=05/21/2024 09:14:37 AM|LogName=Security|EventCode=5059|Message=Key migration operation.\n\nSubject:\n\tAccount Name:\tx\n" +
				"_localtime=05/21/2024 09:14:37 AM|LogName=Security|EventCode=5059|Message=Key migration operation.\n\nSubject:\n\tAccount Name:\tx"},
		{"Splunk without time", "LogName=A\nEventCode=1\n\nLogName=B\nEventCode=2\n", "splunk", "LogName=A|EventCode=1\nLogName=B|EventCode=2"},
		{"Snare", snareLine + "noise\n" + strings.ReplaceAll(snareLine, "\t", "#011"), "snare",
			"EventID=5059 ExpandedString=a  b RecordNumber=7\nlost\nEventID=5059 ExpandedString=a  b RecordNumber=7"},
		{"messages", message + "\n" + message, "message", "Message=" + strings.TrimSpace(message) + "\nMessage=" + strings.TrimSpace(message)},
		{"Format-List", "\ufeff\r\n\r\nMessage      : a\r\n\r\n               b : c\r\n              Id : d\r\nId           : 1\r\nProviderName : P\r\nLogName      : L\r\nUserId       : \r\n" +
			"TimeCreated  : 5/21/2024\r\nProperties   : {}\r\n\r\n\r\n\r\nMessage      : \r\nId           : 2\r\n\r\n", "formatlist",
			"Message=a\n\nb : c\nId : d|Id=1|ProviderName=P|LogName=L|TimeCreated=5/21/2024\nId=2"},
		{"evtx_dump", "Record 1\n{\n  \"Event\": 1\n}\nRecord 22\r\n{\r\n  \"Event\": 2\r\n}\r\n", "json", "Event=1\nEvent=2"},
		{"Snare behind the name of its program", strings.Replace(snareLine, "h MSW", "h MSWinEventLog - - - MSW", 1), "snare", "EventID=5059 ExpandedString=a  b RecordNumber=7"},
		{"wevtutil", "Event[0]:\n  Log Name: A\n  Event ID: 1\n  Description: \nx\ny\n\nEvent[1]:\n  Log Name: B\n  Description: \n", "eventlist",
			"Log Name=A|Event ID=1|Description=x\ny\nLog Name=B|Description="},
		{"copies of Event Viewer", "Log Name:      A\nSource:        P\nEvent ID:      1\nDescription:\nx\ny\nLog Name:      B\nSource:        P\n", "eventlist",
			"Log Name=A|Source=P|Event ID=1|Description=x\ny\nLog Name=B|Source=P"},
	}
	list := "Event[0]:\n  Log Name: A\n  Event ID: 1\n  Description: \nx\n\n"
	bulk := "{\"index\":{}}\n{\"a\":1}\n"
	const cut = ".\n\nSubject:\n\tAccount Name:\tx\n\n" // behind the middle of a title
	tests = append(tests, []struct{ name, in, format, want string }{
		{"wevtutil, with byte order marks", "\ufeff" + list + "\ufeff" + list, "eventlist", "Log Name=A|Event ID=1|Description=x\nLog Name=A|Event ID=1|Description=x"},
		{"bulk requests, with a byte order mark", "\ufeff" + bulk, "json", "a=1"},
		{"evtx_dump, with a byte order mark", "\ufeffRecord 1\n{\n  \"Event\": 1\n}\nRecord 2\n{\n  \"Event\": 2\n}\n", "json", "Event=1\nEvent=2"},
		{"wevtutil, cut at its start", "title" + cut + list, "eventlist", "lost\nLog Name=A|Event ID=1|Description=x"},
		{"Splunk, cut at its start", "title" + cut + "05/21/2024 09:14:37 AM\nLogName=A\nEventCode=1\n", "splunk", "lost\n_localtime=05/21/2024 09:14:37 AM|LogName=A|EventCode=1"},
		{"Snare, cut at its start", "\tx\n" + snareLine, "snare", "lost\nEventID=5059 ExpandedString=a  b RecordNumber=7"},
		{"JSON behind headers, cut at its start", "x{\":1}\n<14>h: {\"EventID\":1}\n", "json", "lost\nEventID=1"},
		{"JSON behind headers of several lengths, damaged", "<14>h: {\"EventID\":1}\n<14>h: {\"EventID\":2,{\n<14>host: {\"EventID\":3}\n<14>hosts: {\"EventID\":4}\n", "json",
			"EventID=1\nlost\nEventID=3\nEventID=4"},
		{"JSON with Event XML, cut at its start", "\"_raw\": \"<Event/>\"}\n{\"EventID\":1}\n", "json", "lost\nEventID=1"},
	}...)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := source.Read(iotest.HalfReader(strings.NewReader(test.in)), "test")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for rec, err := range f.Records(t.Context()) {
				if err != nil {
					got = append(got, "lost")
					continue
				}
				var fields []string
				for _, field := range rec.Fields {
					text := field.Name + "=" + field.Value.Raw()
					if test.format != "snare" {
						fields = append(fields, text)
					} else if field.Name == "EventID" || field.Name == "ExpandedString" || field.Name == "RecordNumber" {
						fields = append(fields, text)
					}
				}
				sep := "|"
				if test.format == "snare" {
					sep = " "
				}
				got = append(got, strings.Join(fields, sep))
			}
			if text := strings.Join(got, "\n"); text != test.want {
				t.Errorf("got\n%q\nwant\n%q", text, test.want)
			}
			if f.Stats().Format != test.format {
				t.Errorf("format %s, want %s", f.Stats().Format, test.format)
			}
			path := filepath.Join(t.TempDir(), "log")
			if err := os.WriteFile(path, []byte(test.in), 0o600); err != nil {
				t.Fatal(err)
			}
			sameInBatches(t, path)
		})
	}
}

// FuzzText: no text makes a reader panic, hang, or lose count.
func FuzzText(f *testing.F) {
	for _, s := range []string{"Id,LogName,ProviderName\n1,2,\"3", "LogName=\nEventCode=", "MSWinEventLog\t\t\t", "A\n\nB:\n\tC:\n", "Event[0]\nLog Name:\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []string{"csv", "splunk", "snare", "keyvalue", "syslog", "message", "eventlist", "formatlist"} {
			file, err := source.Read(strings.NewReader(text), "fuzz", source.WithFormat(format))
			if err != nil {
				continue
			}
			for rec, err := range file.Records(t.Context()) {
				if err == nil && len(rec.Fields) == 0 {
					t.Errorf("%s: a record without fields", format)
				}
			}
		}
	})
}
