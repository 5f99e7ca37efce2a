package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// winlogbeat is what Winlogbeat 7 and later and Elastic Agent write: the event
// below winlog, Elastic's common schema (ECS) beside it. host and agent are the
// collector. A version of 0 is left out; times have milliseconds.
func winlogbeat(t *texts) Dialect {
	var p places
	p.add(event.System, "Channel", "winlog.channel")
	p.add(event.System, "Provider_Name", "winlog.provider_name")
	p.add(event.System, "Provider_Guid", "winlog.provider_guid")
	p.add(event.System, "Computer", "winlog.computer_name")
	p.add(event.System, "EventID", "winlog.event_id")
	p.add(event.System, "Version", "winlog.version")
	p.add(event.System, "EventRecordID", "winlog.record_id")
	p.add(event.System, "Correlation_ActivityID", "winlog.activity_id")
	p.add(event.System, "Correlation_RelatedActivityID", "winlog.related_activity_id")
	p.add(event.System, "Execution_ProcessID", "winlog.process.pid")
	p.add(event.System, "Execution_ThreadID", "winlog.process.thread.id")
	p.add(event.System, "Security_UserID", "winlog.user.identifier")
	p.add(event.System, "TimeCreated", "@timestamp")
	p.add(event.System, "Keywords", "winlog.keywords")
	p.add(event.Rendering, "RenderedLevel", "log.level")
	p.add(event.Rendering, "RenderedTask", "winlog.task")
	p.add(event.Rendering, "RenderedOpcode", "winlog.opcode")
	p.add(event.Rendering, "Message", "message")
	l := layout{places: p, data: []string{"winlog.event_data."}, user: []string{"winlog.user_data."}, rest: event.Envelope}
	d := Dialect{
		name:  "winlogbeat",
		signs: []string{"winlog."},
		place: l.place,
		settle: func(fs event.Fields) {
			fromECS(fs, "EventID", "event.code")
			fromECS(fs, "Provider_Name", "event.provider")
			withoutNames(fs)
		},
		settled:  [][]string{{"event.code", "event.provider"}, parameters},
		becomes:  map[string]string{"event.code": "EventID", "event.provider": "Provider_Name"},
		original: "event.original",
		times:    []place{{event.System, "TimeCreated"}},
	}.byNames()
	byNames := d.sort
	d.sort = func(fs event.Fields) event.Fields {
		byNames(fs)
		if i := indexPath(fs, d.original); i >= 0 && !hasData(fs) { // only the event as it was
			if inner, ok := t.fromXML(fs[i].Value.Raw()); ok {
				return whole(fs, i, inner)
			}
		}
		return fs
	}
	return d
}

// piped is winlogbeat behind pipelines that moved fields into the common schema.
func piped(d Dialect) Dialect {
	sort := d.sort
	d.signs = []string{
		"winlog.,process.", "winlog.,file.", "winlog.,dll.", "winlog.,registry.", "winlog.,dns.", "winlog.,source.", "winlog.,destination.",
		"winlog.,network.", "winlog.,powershell.", "winlog.,user.", "winlog.,group.", "winlog.,service.", "winlog.,sysmon.",
	}
	d.sort = func(fs event.Fields) event.Fields { return fromSchema(sort(fs)) }
	d.more, d.moreReads, d.lists = fromSchema, schemaReads, []string{"dns.answers.", "powershell.command.invocation_details."}
	return d
}

// fromECS takes a field of System from the common schema where a pipeline
// dropped the one below winlog.
func fromECS(fs event.Fields, name, path string) {
	if _, ok := fs.In(event.System, name); ok {
		return
	}
	for i := range fs {
		if fs[i].Path == path {
			fs[i].Path = ""
			place{event.System, name}.put(&fs[i])
			return
		}
	}
}

// parameters are the names that Winlogbeat gives data without any, and what tells
// them from data that is called so in the log: whoever logs data with names has a
// manifest, and so a GUID.
var parameters = append(positions(40), "Provider_Guid")

func positions(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "param" + strconv.Itoa(i+1)
	}
	return names
}

// withoutNames takes the names off data that had none in the log. They stay its
// paths.
func withoutNames(fs event.Fields) {
	if v, ok := fs.In(event.System, "Provider_Guid"); ok && v.Raw() != "" {
		return
	}
	for i := range fs {
		f := &fs[i]
		number, ok := strings.CutPrefix(f.Name, "param")
		if !ok || f.Section != event.EventData || f.Path != "" {
			continue // Fast path: most names are others.
		}
		if _, err := strconv.ParseUint(number, 10, 8); err == nil {
			f.Name, f.Path = "Data", f.Name
		}
	}
}

func hasData(fs event.Fields) bool {
	return slices.ContainsFunc(fs, func(f event.Field) bool { return f.Section == event.EventData || f.Section == event.UserData })
}
