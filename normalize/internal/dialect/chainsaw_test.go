package dialect_test

import (
	"strings"
	"testing"

	"github.com/rulehound/rulehound/normalize/event"
)

// chainsawTable is a table of one finding with that data.
func chainsawTable(data string) string {
	return "timestamp,detections,path,count,Event.System.Provider,Event ID,Record ID,Computer,Event Data\n" +
		"2024-05-21T09:14:37.402117+00:00,A rule;Another,Security.evtx,1,Microsoft-Windows-Security-Auditing,5059,77,CA01.contoso.local,\"" +
		strings.ReplaceAll(data, `"`, `""`) + "\"\n"
}

// One export of a key in the forms of this dialect.
func TestChainsaw(t *testing.T) {
	const data = `KeyName: CA key
KeyType: '%%2499'
Operation: '%%2464'
ProviderName: Microsoft Software Key Storage Provider
ReturnCode: '0x0'
SubjectUserName: dadmin
SubjectUserSid: S-1-5-21-1-2-3-1104
`
	checkExport(t, "chainsaw", chainsawTable(data))
	checkExport(t, "chainsaw", chainsawTable("---\n"+strings.TrimSpace(data)))
}

// Data in YAML keeps its texts, and what is not understood stays as it is.
func TestYAMLColumn(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"quoted", "A: 'it''s'\nB: \"a\\r\\n\\tb \\\"c\\\" \\\\e\\e\"\nC: a 'b' # c\nD: null\nE: 7\n'F g': ''\n", "A=it's|B=a\r\n\tb \"c\" \\e\x1b|C=a 'b' # c|D=|E=7|F g="},
		{"blocks", "A: |-\n  a: 1\n\n    b\nB: |\n  c\nC: |2-\n   d\nD: |+\n  e\n\nE: f", "A=a: 1\n\n  b|B=c\n|C= d|D=e\n|E=f"},
		{"data without names", "Data:\n  '#text':\n  - a\n  - 'b: c'\n  - |-\n    d\n    e\nBinary: null", "Data=a|Data=b: c|Data=d\ne|Binary="},
		{"an object", "EventXML:\n  Param1: a\n  Deep:\n    Param2: b\nC: c", "Param1=a|Param2=b|C=c"},
		{"broken", "A: 'open\n", ""},
		{"no YAML", "just a text", ""},
		{"in braces", "{A: b}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, ev := range eventsIn(t, chainsawTable(test.yaml)) {
				for _, f := range ev.Fields {
					if f.Section == event.EventData {
						got = append(got, f.Name+"="+f.Value.Raw())
					}
				}
			}
			if text := strings.Join(got, "|"); text != test.want {
				t.Errorf("got  %q\nwant %q", text, test.want)
			}
		})
	}
}
