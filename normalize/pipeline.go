package normalize

import (
	"fmt"
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
	if text := dataOf(ev, fmt.Sprintf("param%d", nth+1)); text != "" {
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
var contextLabels = strings.NewReplacer(
	"\tSequenceNumber=", "\tSequence Number = ", "\tUserId=", "\tUser = ", "\tHostName=", "\tHost Name = ",
	"\tHostVersion=", "\tHost Version = ", "\tHostId=", "\tHost ID = ", "\tHostApplication=", "\tHost Application = ",
	"\tEngineVersion=", "\tEngine Version = ", "\tRunspaceId=", "\tRunspace ID = ", "\tPipelineId=", "\tPipeline ID = ",
	"\tScriptName=", "\tScript Name = ", "\tCommandLine=", "\tCommand Line = ")

// pipelineContext is where the pipeline runs.
func pipelineContext(ev *event.Event) string { return contextLabels.Replace(pipeline(ev, 1)) }
