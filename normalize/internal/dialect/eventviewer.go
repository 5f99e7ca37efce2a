package dialect

import "github.com/rulehound/rulehound/normalize/event"

// eventViewer is Event Viewer's "Save as CSV" in the languages whose headings
// are known. The message stands in a column without a heading. There is no
// channel, no computer, and the time is local.
func eventViewer() Dialect {
	var p places
	p.add(event.System, "Provider_Name", "Source", "ソース", "Quelle")
	p.add(event.System, "EventID", "Event ID", "イベント ID", "Ereignis-ID")
	p.add(event.System, "Keywords", "Keywords", "キーワード", "Schlüsselwörter")
	p.add(event.System, "TimeCreated", "Date and Time", "日付と時刻", "Datum und Uhrzeit")
	p.add(event.System, "Channel", "Log", "ログ", "Protokoll")
	p.add(event.System, "Computer", "Computer", "コンピューター")
	p.add(event.Rendering, "RenderedLevel", "Level", "レベル", "Ebene")
	p.add(event.Rendering, "RenderedTask", "Task Category", "タスクのカテゴリ", "Aufgabenkategorie")
	p.add(event.Rendering, "Message", "Column6", "Description", "General")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "event-viewer",
		signs: []string{"Event ID,Date and Time", "イベント ID,日付と時刻", "Ereignis-ID,Datum und Uhrzeit"},
		sort: func(fs event.Fields) event.Fields {
			l.sort(fs)
			return properProvider(fs)
		},
		times: []place{{event.System, "TimeCreated"}},
	}
}

// wevtutilText is what wevtutil prints with /f:text, and what Event Viewer copies as
// text.
func wevtutilText() Dialect {
	var p places
	p.add(event.System, "Channel", "Log Name")
	p.add(event.System, "Provider_Name", "Source")
	p.add(event.System, "TimeCreated", "Date")
	p.add(event.System, "EventID", "Event ID")
	p.add(event.System, "Keywords", "Keyword", "Keywords")
	p.add(event.System, "Security_UserID", "User")
	p.add(event.System, "", "Computer")
	p.add(event.Rendering, "RenderedLevel", "Level")
	p.add(event.Rendering, "RenderedTask", "Task", "Task Category")
	p.add(event.Rendering, "RenderedOpcode", "Opcode")
	p.add(event.Rendering, "Message", "Description")
	l := layout{places: p, rest: event.Envelope}
	return Dialect{
		name:  "wevtutil-text",
		signs: []string{"Log Name,Event ID,Source"},
		place: l.place,
		times: []place{{event.System, "TimeCreated"}},
	}.byNames()
}

// properProvider gives a provider its own name where a collector shows its title.
func properProvider(fs event.Fields) event.Fields {
	for i := range fs {
		if f := &fs[i]; f.Section == event.System && f.Name == "Provider_Name" {
			for _, t := range providerTitles {
				if title := f.Value.Raw(); title == t[0] {
					f.Value = event.TextValue(t[1])
					return append(fs, event.Field{Name: "RenderedProvider", Section: event.Rendering, Value: event.TextValue(title), Origin: f.Origin})
				}
			}
		}
	}
	return fs
}

// providerTitles are titles of providers and the names that they have in logs.
var providerTitles = [...][2]string{
	{"Microsoft Windows security auditing.", "Microsoft-Windows-Security-Auditing"},
	{"Microsoft-Windows-Service Control Manager", "Service Control Manager"},
}
