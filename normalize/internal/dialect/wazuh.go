package dialect

import (
	"strings"

	"github.com/rulehound/rulehound/normalize/event"
)

// wazuh is what Wazuh keeps in its archives and puts into its alerts: System
// below win.system, EventData below win.eventdata, UserData below its own
// element, every name beginning in lower case, every value a text.
func wazuh() Dialect {
	const system = "data.win.system."
	var p places
	p.add(event.System, "Provider_Name", system+"providerName")
	p.add(event.System, "Provider_Guid", system+"providerGuid")
	p.add(event.System, "TimeCreated", system+"systemTime")
	p.add(event.System, "Correlation_ActivityID", system+"activityID")
	p.add(event.System, "Execution_ProcessID", system+"processID")
	p.add(event.System, "Execution_ThreadID", system+"threadID")
	p.add(event.System, "Security_UserID", system+"userID")
	for _, name := range systemNames {
		p.add(event.System, name, system+name)
	}
	p.add(event.Rendering, "Message", system+"message")
	p.add(event.Rendering, "RenderedLevel", system+"severityValue")
	l := layout{
		places: p,
		data:   []string{"data.win.eventdata.", "data.win.eventData."},
		user:   []string{"data.win."},
		rest:   event.Envelope,
	}
	return Dialect{
		name:  "wazuh",
		signs: []string{"data.", "win."},
		is: func(fs event.Fields) bool {
			for i := range fs {
				if strings.HasPrefix(fs[i].Path, system) || strings.HasPrefix(fs[i].Path, system[len("data."):]) {
					return true
				}
			}
			return false
		},
		sort: func(fs event.Fields) event.Fields {
			for i := range fs {
				wazuhField(&l, &fs[i])
			}
			return fs
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

func wazuhField(l *layout, f *event.Field) {
	if strings.HasPrefix(f.Path, "win.") { // without what Wazuh puts around it
		f.Path = "data." + f.Path
	}
	l.place(f)
	switch {
	case f.Name == "Message" && f.Section == event.Rendering: // stands in quotation marks
		if s, ok := strings.CutPrefix(f.Value.Raw(), `"`); ok {
			f.Value = event.TextValue(strings.TrimSuffix(s, `"`))
		}
	case f.Section == event.EventData || f.Section == event.UserData:
		f.Name = capitalised(f.Name)
	}
}

// capitalised undoes what Wazuh does to names.
func capitalised(name string) string {
	if name == "" || name[0] < 'a' || name[0] > 'z' {
		return name
	}
	return string(name[0]-'a'+'A') + name[1:]
}
