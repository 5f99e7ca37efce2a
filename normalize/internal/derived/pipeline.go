package derived

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

// contextLabel is a label of that event as the operational log's 4103 writes it in
// ContextInfo, "" for others.
func contextLabel(label string) string {
	switch label {
	case "SequenceNumber":
		return "Sequence Number"
	case "UserId":
		return "User"
	case "HostName":
		return "Host Name"
	case "HostVersion":
		return "Host Version"
	case "HostId":
		return "Host ID"
	case "HostApplication":
		return "Host Application"
	case "EngineVersion":
		return "Engine Version"
	case "RunspaceId":
		return "Runspace ID"
	case "PipelineId":
		return "Pipeline ID"
	case "ScriptName":
		return "Script Name"
	case "CommandLine":
		return "Command Line"
	}
	return ""
}

const longestLabel = len("HostApplication")

// maxScratch bounds the memory that is kept for one long text.
const maxScratch = 1 << 20

// pipelineContext is where the pipeline runs.
func (m *Maker) pipelineContext(ev *event.Event) string {
	if cap(m.text) > maxScratch {
		m.text = nil
	}
	text := pipeline(ev, 1)
	if m.text = relabelled(m.text[:0], text); len(m.text) == 0 {
		return text
	}
	return m.text.String()
}

// relabelled appends text with those labels as 4103 writes them, nothing where it has
// none of them.
//
//	\tUserId=CONTOSO\eve  →  \tUser = CONTOSO\eve
func relabelled(dst []byte, text string) []byte {
	written := 0 // of text
	for at := after(text, 0, '\t'); at > 0; at = after(text, at, '\t') {
		end := at
		for end < len(text) && text[end] != '=' && end-at <= longestLabel {
			end++
		}
		own := contextLabel(text[at:end])
		if own == "" || end == len(text) {
			continue
		}
		dst = append(dst, text[written:at]...)
		dst = append(append(dst, own...), " = "...)
		written = end + 1
	}
	if written == 0 {
		return dst
	}
	return append(dst, text[written:]...)
}

// after returns the index behind the first c in text from at on, 0 if there is none.
func after(text string, at int, c byte) int {
	if i := strings.IndexByte(text[at:], c); i >= 0 {
		return at + i + 1
	}
	return 0
}
