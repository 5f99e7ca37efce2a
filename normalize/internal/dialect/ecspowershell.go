package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// powershell gives events of PowerShell their data back. Of all but scripts the
// message says it as it was; only without a message is it put together from the
// schema.
func (m *schemaMove) powershell() {
	m.all(powershellMoves)
	if v, ok := m.fs.In(event.Rendering, "Message"); ok && v.Raw() != "" {
		return
	}
	host := m.find("process.title")
	switch m.id {
	case 4103:
		m.addText("ContextInfo", m.lines(pipelineContext, " = "), host)
		m.addText("Payload", m.invocations(), m.find("powershell.command.invocation_details.type"))
	case 400, 403, 600, 800:
		m.addText("Data", m.lines(engineDetails, "="), host)
	}
}

// lines writes the fields that are there as lines of names and values.
func (m *schemaMove) lines(moves []move, is string) string {
	var b strings.Builder
	for _, mv := range moves {
		value := m.text(mv.path)
		if mv.path == "user" {
			value = m.account(mv.path)
		}
		if value != "" {
			b.WriteString("\t" + mv.name + is + value + "\n")
		}
	}
	return b.String()
}

// invocations writes what a pipeline called as PowerShell does:
// ParameterBinding(New-Object): name="TypeName"; value="x".
func (m *schemaMove) invocations() string {
	var b strings.Builder
	for call := range m.objects("powershell.command.invocation_details.") {
		b.WriteString(call.text("type") + "(" + call.text("related_command") + "): ")
		if name := call.text("name"); name != "" {
			b.WriteString("name=" + name + "; value=")
		}
		b.WriteString(call.text("value") + "\n")
	}
	return b.String()
}

var powershellMoves = []move{
	{"powershell.file.script_block_text", "ScriptBlockText", []int{4104}},
	{"powershell.file.script_block_id", "ScriptBlockId", []int{4104, 4105, 4106}},
	{"powershell.runspace_id", "RunspaceId", []int{4105, 4106}},
	{"powershell.sequence", "MessageNumber", []int{4104}},
	{"powershell.total", "MessageTotal", []int{4104}},
	{"file.path", "Path", []int{4104}},
}

var pipelineContext = []move{
	{"process.title", "Host Name", nil},
	{"powershell.process.executable_version", "Host Version", nil},
	{"process.entity_id", "Host ID", nil},
	{"process.command_line", "Host Application", nil},
	{"powershell.engine.version", "Engine Version", nil},
	{"powershell.runspace_id", "Runspace ID", nil},
	{"powershell.pipeline_id", "Pipeline ID", nil},
	{"powershell.command.name", "Command Name", nil},
	{"powershell.command.type", "Command Type", nil},
	{"file.path", "Script Name", nil},
	{"powershell.command.path", "Command Path", nil},
	{"event.sequence", "Sequence Number", nil},
	{"user", "User", nil},
	{"powershell.id", "Shell ID", nil},
}

var engineDetails = []move{
	{"powershell.provider.name", "ProviderName", nil},
	{"powershell.provider.new_state", "NewProviderState", nil},
	{"powershell.engine.new_state", "NewEngineState", nil},
	{"powershell.engine.previous_state", "PreviousEngineState", nil},
	{"event.sequence", "SequenceNumber", nil},
	{"user", "UserId", nil},
	{"process.title", "HostName", nil},
	{"powershell.process.executable_version", "HostVersion", nil},
	{"process.entity_id", "HostId", nil},
	{"process.command_line", "HostApplication", nil},
	{"powershell.engine.version", "EngineVersion", nil},
	{"powershell.runspace_id", "RunspaceId", nil},
	{"powershell.pipeline_id", "PipelineId", nil},
	{"file.path", "ScriptName", nil},
	{"powershell.command.value", "CommandLine", nil},
}
