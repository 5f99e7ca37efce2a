package normalize

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

const pipelineDetails = 800 // of the classic PowerShell

// pipeline is the nth text, from 0, of the classic PowerShell's event 800: the
// line of the script, where it runs, and what it calls with what. They have no
// names; some collectors call them param1 and so on.
func pipeline(ev *event.Event, nth int) string {
	if !strings.EqualFold(ev.Channel, "Windows PowerShell") {
		return ""
	}
	if text := dataOf(ev, [...]string{"param1", "param2", "param3"}[nth]); text != "" {
		return text
	}
	for i := range ev.Fields {
		f := &ev.Fields[i]
		if f.Section != event.EventData || f.Name != "Data" {
			continue
		}
		if nth == 0 {
			return f.Value.Raw()
		}
		nth--
	}
	return ""
}

// contextLabels are the labels of that event, as the operational log's 4103 writes
// them in ContextInfo.
var contextLabels = map[string]string{
	"SequenceNumber": "Sequence Number", "UserId": "User", "HostName": "Host Name", "HostVersion": "Host Version", "HostId": "Host ID",
	"HostApplication": "Host Application", "EngineVersion": "Engine Version", "RunspaceId": "Runspace ID", "PipelineId": "Pipeline ID",
	"ScriptName": "Script Name", "CommandLine": "Command Line",
}

const longestLabel = len("HostApplication")

// pipelineContext is where the pipeline runs.
func pipelineContext(ev *event.Event) string { return relabelled(pipeline(ev, 1)) }

// relabelled returns text with those labels as 4103 writes them:
//
//	\tUserId=CONTOSO\eve  →  \tUser = CONTOSO\eve
func relabelled(text string) string {
	var b strings.Builder
	written := 0 // of text
	for at := after(text, 0, '\t'); at > 0; at = after(text, at, '\t') {
		label, _, _ := strings.Cut(text[at:min(len(text), at+longestLabel+1)], "=")
		own, ok := contextLabels[label]
		end := at + len(label)
		if !ok || end == len(text) || text[end] != '=' {
			continue
		}
		if written == 0 {
			b.Grow(len(text) + 8*len(contextLabels))
		}
		b.WriteString(text[written:at])
		b.WriteString(own)
		b.WriteString(" = ")
		written = end + 1
	}
	if written == 0 {
		return text
	}
	b.WriteString(text[written:])
	return b.String()
}

// after returns the index behind the first c in text from at on, 0 if there is none.
func after(text string, at int, c byte) int {
	if i := strings.IndexByte(text[at:], c); i >= 0 {
		return at + i + 1
	}
	return 0
}
