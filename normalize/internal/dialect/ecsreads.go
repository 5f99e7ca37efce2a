package dialect

import (
	"slices"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// schemaReads reports whether fromSchema looks at f, from all but its value, in
// events of a class: to take it, or to see that the event's data says it.
func schemaReads(c event.Class, f *event.Field) bool {
	switch {
	case c.Channel == "microsoft-windows-sysmon/operational":
		return reads(sysmonMoves, c.EventID, f) || reads(sysmonParts, c.EventID, f)
	case c.Channel == "security":
		return reads(securityMoves, c.EventID, f)
	case strings.Contains(c.Channel, "powershell"):
		return f.Section == event.Rendering && f.Name == "Message" || reads(powershellMoves, c.EventID, f) || reads(powershellParts, c.EventID, f)
	}
	return false
}

// reads reports whether f is what one of the moves looks at. Its path may be that of
// an object, with a full stop.
func reads(moves []move, id uint32, f *event.Field) bool {
	path := pathOf(f)
	for _, mv := range moves {
		switch {
		case len(mv.ids) > 0 && !slices.Contains(mv.ids, int(id)):
		case f.Section == event.EventData && mv.name != "" && f.Is(mv.name):
			return true
		case f.Section == event.Envelope && (path == mv.path || strings.HasSuffix(mv.path, ".") && strings.HasPrefix(path, mv.path)):
			return true
		}
	}
	return false
}

// sysmonParts are what [schemaMove.sysmon] puts together.
var sysmonParts = []move{
	{"process.hash.", "Hashes", nil}, {"file.hash.", "Hashes", nil}, {"dll.hash.", "Hashes", nil},
	{"process.pe.", "Hashes", nil}, {"file.pe.", "Hashes", nil}, {"dll.pe.", "Hashes", nil},
	{"registry.data.", "Details", nil},
	{"user.", "User", nil}, {"user.", "SourceUser", []int{8, 10}},
	{"network.direction", "Initiated", []int{3}},
	{"dns.answers.", "QueryResults", []int{22}}, {"sysmon.dns.status", "QueryStatus", []int{22}},
}

// powershellParts are what [schemaMove.powershell] does.
var powershellParts = slices.Concat([]move{
	{"user.", "ContextInfo", []int{4103}}, {"powershell.command.invocation_details.", "Payload", []int{4103}},
	{"user.", "Data", []int{400, 403, 600, 800}},
}, sourcesOf(pipelineContext, 4103), sourcesOf(engineDetails, 400, 403, 600, 800))

// sourcesOf are moves of the same paths in events with the given ids, to nowhere.
func sourcesOf(moves []move, ids ...int) (sources []move) {
	for _, mv := range moves {
		sources = append(sources, move{mv.path, "", ids})
	}
	return sources
}
