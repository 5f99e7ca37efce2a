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
		if text, ok := unescaped(f.Value.Raw()); ok {
			f.Value = event.TextValue(text)
		}
	}
}

// unescaped undoes what Wazuh's agent does to data: a backslash before each
// backslash and each quotation mark. A text in which another backslash stands was
// not so treated.
func unescaped(s string) (string, bool) {
	if !strings.Contains(s, `\`) {
		return "", false
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			if i++; i == len(s) || s[i] != '\\' && s[i] != '"' {
				return "", false
			}
		}
		b.WriteByte(s[i])
	}
	return b.String(), true
}

// capitalised undoes what Wazuh does to names.
func capitalised(name string) string {
	if name == "" || name[0] < 'a' || name[0] > 'z' {
		return name
	}
	return string(name[0]-'a'+'A') + name[1:]
}
